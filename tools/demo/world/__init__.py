"""A small world made by code: workshop parts on a conveyor belt, with exact boxes and masks."""
