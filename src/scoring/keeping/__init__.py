"""Keeping: what must outlast is copied and put back, what is over its time is erased, what nobody needs goes.

Apart from the pipeline: nothing here decides what is published.
"""
