"""The facts that screening needs: each module reads and checks files of `data/screen`, `load` puts them together."""

from unknot.screen.data.load import ScreenData, load_screen_data

__all__ = ["ScreenData", "load_screen_data"]
