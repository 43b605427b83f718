"""The commands, one page each: `add(subparsers)` registers them, a command returns its exit code."""
