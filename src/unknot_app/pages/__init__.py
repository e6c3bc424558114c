"""The pages: one folder a stage, with its views, addresses, templates, styles and scripts."""
