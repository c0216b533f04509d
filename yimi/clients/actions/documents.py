"""What is known of a person's certificate (证件情况), kept where a wrong one was accepted (ID-04)."""

from yimi.clients.models import Particulars, Person
from yimi.core import clock, seal
from yimi.core.text import clean

LONGEST = 200


def note_document(person: Person, note: str) -> None:
    """Write down why birth date or sex differ from what the number says."""
    row = Particulars.objects.unscoped("本份档案的补充资料").filter(person=person).first()
    row = row or Particulars(person=person)
    row.updated_on = clock.today()
    seal.write(row, id_note=clean(note)[:LONGEST])
    row.save()
