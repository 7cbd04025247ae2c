"""The Today page: one journal day, entered by keyboard in half a minute."""
