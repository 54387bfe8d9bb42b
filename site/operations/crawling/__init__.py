"""Walks the running site as a search engine does, and names what is wrong with it."""

from operations.crawling.asking import Answer, Ask, asker
from operations.crawling.defects import Defect
from operations.crawling.walk import Walk

__all__ = ["Answer", "Ask", "Defect", "Walk", "asker"]
