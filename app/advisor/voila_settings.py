"""How Voilà serves the page: every setting with its reason."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from advisor.login import Login
from scoring.words import words

HEADERS = {
    # Voilà and anywidget need inline scripts and blob: modules; nothing needs another host.
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

EXTENSIONS = (
    "@voila-dashboards/widgets-manager8",
    "@jupyter-widgets/jupyterlab-manager",
    "anywidget",
    "bqplot",
    "bqscales",
)
"""What the page is drawn with; authors' extensions in the same environment stay out of it."""

LATE = 180
"""Seconds a kernel may be behind on a busy machine, and may be without a page, before it is given up."""

SKELETON = ("opening", "opening_late", "opening_failed", "needs_script")
"""What the template says while there is no widget yet, in the page's first language."""


def voila_settings(port: int, workspace: Path, host: str = "127.0.0.1", login: Login | None = None) -> dict[str, Any]:
    """Give the settings of one server, as Voilà reads them from `voila.json`; with a login, none comes in unnamed."""
    settings = _settings(port, workspace, host)
    if login is not None:
        settings["Voila"]["identity_provider_class"] = "advisor.proxied.ProxiedIdentity"
        settings["ProxiedIdentity"] = {
            "header": login.header,
            "addresses": list(login.addresses),
            "secret": login.secret,
            "roles": asdict(login.roles),
        }
        settings["Voila"]["tornado_settings"]["allow_remote_access"] = True
        # Each visitor's kernel is started for them, told who they are, and theirs alone.
        settings["VoilaConfiguration"] |= {
            "preheat_kernel": False,
            "http_header_envs": login.headers,
            "multi_kernel_manager_class": "advisor.kernels.Owned",
        }
        settings["Voila"]["kernel_websocket_connection_class"] = "advisor.connection.Renewed"
        settings["Renewed"] = {"lasting": 60 * login.minutes}
    return settings


def _settings(port: int, workspace: Path, host: str) -> dict[str, Any]:
    text = words("fr").text
    return {
        "Voila": {
            "ip": host,
            "port": port,
            "identity_provider_class": "advisor.proxied.OwnIdentity",
            "kernel_websocket_connection_class": "advisor.connection.Connection",
            "port_retries": 0,  # the port was chosen and told; Voilà must not choose another
            "open_browser": False,
            "log_level": 40,  # a warning here is for whoever writes notebooks
            "connection_dir_root": str(workspace),
            # A page elsewhere whose name resolves to this machine is not let in. `ws_ping_timeout` stays Jupyter's own,
            # three pings: as short as one, it cuts every page off every half minute. Tornado warns of it, and need not:
            # it is not Tornado that pings.
            "tornado_settings": {"headers": HEADERS, "allow_remote_access": False},
            "logging_config": {"loggers": {"tornado.general": {"level": "ERROR"}}},
        },
        "VoilaConfiguration": {
            "template": "advisor",
            "allow_template_override": "NO",  # another template would bypass the waiting kernel
            "allow_theme_override": "NO",
            "strip_sources": True,
            "show_tracebacks": False,
            "file_allowlist": [],  # no file beside the notebook is served
            "extension_allowlist": EXTENSIONS,
            "preheat_kernel": True,  # the first visitor finds the page executed
            "default_pool_size": 1,
            "multi_kernel_manager_class": "advisor.kernels.Waiting",
            "resources": {"skeleton": {name: text(f"page.{name}") for name in SKELETON}, "patience": 1000 * LATE},
        },
        "VoilaExporter": {"language_code": "fr"},
        **_kernels(),
    }


def _kernels() -> dict[str, Any]:
    """Give how kernels are waited for and when they go: twenty may start at once on two cores."""
    return {
        # Voilà waits so long for what a cell shows after the cell's end; by default four seconds. It is further behind
        # when many kernels end at once, and would send their pages without the widget and without a word.
        "VoilaExecutor": {"startup_timeout": LATE, "iopub_timeout": LATE, "raise_on_iopub_timeout": True},
        # A closed tab ends its kernel; this is for browsers that could not say so. A page gets its document before it
        # has read its scripts, and until then its kernel is without a page.
        "MappingKernelManager": {"cull_idle_timeout": LATE, "cull_interval": 20, "cull_connected": False},
        # Sockets that no other account can open; Windows has none for this.
        "KernelManager": {"transport": "ipc" if os.name == "posix" else "tcp"},
        "KernelRestarter": {"time_to_dead": 1.0},  # seconds until a kernel that ended is noticed
    }
