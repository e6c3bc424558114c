"""The facts that measuring needs: modules hold what files of `data/measure` say, `load` reads and checks them."""

from unknot.measure.data.load import MeasureData, find_instrument, load_measure_data

__all__ = ["MeasureData", "find_instrument", "load_measure_data"]
