//! Numbers that a text asks for by name: `{{macs:b0}}`. Computed here, never typed.
