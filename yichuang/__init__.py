"""Yichuang 一窗: a one-window platform for government service halls."""

__version__ = "0.1.0"
