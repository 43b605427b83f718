"""The floor: now(), rows, base model, shared page parts. No word of the trade."""
