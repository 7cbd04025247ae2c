"""Reminders: a notification at the usual time, the icon in the tray, a line on Today. Imported only where they are wanted."""
