"""The name of a card in its hub: the path of its file below the cards folder."""

from __future__ import annotations

import re
from typing import Literal

_CHINESE = "_cn"
_FOLDERS = r"(?:(ascend|gpu|cpu)/)?(\d+(?:\.\d+)+)"
_END = re.compile(rf"(?:^|/){_FOLDERS}/[^/]+$")
_WHOLE = re.compile(rf"[^/]+/{_FOLDERS}/[^/]+")
_WITH_PUBLISHER = re.compile(rf"(?:^|/)((?!(?:ascend|gpu|cpu)/)[^/]+/{_FOLDERS}/[^/]+)$")


class Uid(str):
    """``publisher/[backend/]version/name``, with ``_cn`` behind it for a card in Chinese.

    Any path may be one; ``is_whole`` says whether it has all parts. A missing part is empty.
    """

    __slots__ = ()

    @classmethod
    def at_end(cls, path: str) -> Uid | None:
        """The UID that the path of a card ends in; None where it has no version or publisher."""
        match = _WITH_PUBLISHER.search(path.removesuffix(".md"))
        return cls(match[1]) if match else None

    @property
    def is_whole(self) -> bool:
        """Whether it has a publisher, a version and a name, and nothing besides but a backend."""
        return _WHOLE.fullmatch(self) is not None

    @property
    def publisher(self) -> str:
        """The first folder."""
        return self.partition("/")[0] if "/" in self else ""

    @property
    def folder(self) -> str:
        """The path of the folder that the card lies in."""
        return self.rpartition("/")[0]

    @property
    def backend(self) -> str:
        """``ascend``, ``gpu`` or ``cpu``, in front of the version."""
        match = _END.search(self)
        return (match[1] or "") if match else ""

    @property
    def version(self) -> str:
        """The release of MindSpore, such as ``1.5``: the folder that the card lies in."""
        match = _END.search(self)
        return match[2] if match else ""

    @property
    def file_name(self) -> str:
        """The name of the file, without ``.md``."""
        return self.rpartition("/")[2]

    @property
    def name(self) -> str:
        """The name of the file in every language."""
        return self.file_name.removesuffix(_CHINESE)

    @property
    def language(self) -> Literal["en", "zh"]:
        return "zh" if self.endswith(_CHINESE) else "en"

    @property
    def english(self) -> Uid:
        """The UID of the English card, which may be this one."""
        return Uid(self.removesuffix(_CHINESE))

    @property
    def twin(self) -> Uid:
        """The UID of the card that says the same in the other language."""
        return self.english if self.language == "zh" else Uid(self + _CHINESE)
