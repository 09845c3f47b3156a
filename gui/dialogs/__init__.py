"""Windows of their own, none of them modal: export, settings, details, shortcuts."""
