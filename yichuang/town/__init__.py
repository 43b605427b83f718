"""The demo town 示例区: halls, people of every post, citizens, licences and some 300 cases, all made through the acts."""

from yichuang.town.founding import Town
from yichuang.town.loading import load, refuse_others

__all__ = ["Town", "load", "refuse_others"]
