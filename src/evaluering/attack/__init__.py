"""An independent adversary: reads the finished files of a release and tries to recover what is hidden.

It shares no code with what makes a release, so that a fault there is not repeated here.
"""

from evaluering.attack.docx_pictures import CannotDraw
from evaluering.attack.found import Found, Kind
from evaluering.attack.known import Known, known_from
from evaluering.attack.release import attack_files
from evaluering.attack.traces import Watch

__all__ = ["CannotDraw", "Found", "Kind", "Known", "Watch", "attack_files", "known_from"]
