"""Review mode: one label, one photo after another, yes or no; the label learns from the answers.

Use: `ReviewView(jobs, changes, pictures)` on a page of a stack, then `view.start(label)`. Answers
and what is learned from them are changes that the window can undo; what it undoes is taken back
here too. Signals: closed().
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.gui.changes import Changed, Changes
from app.gui.jobs import Jobs
from app.gui.labels.replies import Replies, Reply
from app.gui.operations import learn, tag
from app.gui.photo.photo_canvas import PhotoCanvas
from app.gui.photo.picture_loader import Picture, PictureLoader
from app.gui.theme import set_icon
from app.library.labels.teaching import Taught
from app.library.library import Library
from app.library.records import Photo, TagKind

AT_ONCE = 20  # photos asked for
LEARN_AFTER = 5  # answers
PRELOADED = 3


class ReviewView(QWidget):
    """See the module's docstring."""

    closed = Signal()

    def __init__(
        self, jobs: Jobs, changes: Changes, pictures: PictureLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs, self._changes, self._pictures = jobs, changes, pictures
        self.label = ""
        self._begin("")
        self.question, self.said, self.changed = QLabel(self), QLabel(self), QLabel(self)
        self.canvas = PhotoCanvas(self)
        self.actions_by_name: dict[str, QAction] = {}
        self._lay_out()
        pictures.loaded.connect(self._show_picture)
        pictures.failed.connect(self._show_failure)
        changes.done.connect(self._follow)
        changes.failed.connect(lambda _: self._follow(Changed.TAGS))

    def _begin(self, label: str) -> None:
        self.label = label
        self._photos: list[Photo] = []
        self._row = 0
        self._replies = Replies()
        self._skipped = self._unlearned = self._moved = 0
        self._asked = False

    def _lay_out(self) -> None:
        self.question.setProperty("role", "title")
        self.changed.setProperty("role", "faint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.setSpacing(8)
        top, bottom = QHBoxLayout(), QHBoxLayout()
        for row in (top, bottom):
            row.setContentsMargins(16, 0, 16, 0)
            row.setSpacing(8)
        top.addWidget(self.question, 1)
        top.addWidget(self._button("close", self.tr("Done"), "Esc", self.close_review))
        for icon, text, key, do in (
            ("accept", self.tr("Yes"), "Y", lambda: self.answer(TagKind.ACCEPTED)),
            ("reject", self.tr("No"), "N", lambda: self.answer(TagKind.REJECTED)),
            ("skip", self.tr("Skip"), "Space", self.skip),
            ("undo", self.tr("Undo"), "U", self.undo),
            ("previous", self.tr("Back"), "Left", lambda: self.step(-1)),
            ("next", self.tr("Forward"), "Right", lambda: self.step(1)),
        ):
            bottom.addWidget(self._button(icon, text, key, do))
        words = QVBoxLayout()
        words.setSpacing(0)
        for label in (self.said, self.changed):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            words.addWidget(label)
        bottom.addLayout(words, 1)
        layout.addLayout(top)
        layout.addWidget(self.canvas, 1)
        layout.addLayout(bottom)

    def _button(self, icon: str, text: str, key: str, do: Callable[[], object]) -> QToolButton:
        """A button that says its key."""
        action = QAction(self)
        action.setShortcut(QKeySequence(key))
        spoken = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setText(f"{text} ({spoken})")
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda: do())
        set_icon(action, icon)
        self.addAction(action)
        self.actions_by_name[icon] = action
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAccessibleName(text)
        button.setAccessibleDescription(self.tr("Key {0}").format(spoken))
        return button

    # Which photo

    @property
    def photo(self) -> Photo | None:
        """The photo asked about; None before the first and after the last."""
        return self._photos[self._row] if self._row < len(self._photos) else None

    def start(self, label: str) -> None:
        """Ask about a label, the photos first whose answers teach it most."""
        self._begin(label)
        self.question.setText(self.tr("Does this photo show “{0}”?").format(label))
        self.canvas.show_picture(None, self.tr("Looking for the most telling photos…"))
        self._say()
        self._ask_for_more()
        self.canvas.setFocus()

    def _ask_for_more(self) -> None:
        if self._asked:
            return
        self._asked = True
        label = self.label
        # Those seen already may come first again: ask for so many more.
        limit = AT_ONCE + len(self._photos)

        def question(library: Library) -> list[Photo]:
            ids = library.teaching.review(label, limit)
            found = {photo.id: photo for photo in library.photos.get(ids)}
            return [found[i] for i in ids if i in found]

        self._jobs.ask(question, lambda photos: self._take(label, photos), self._fail)

    def _take(self, label: str, photos: list[Photo]) -> None:
        """More photos to ask about; those further on than the one on show take the new order."""
        if label != self.label:
            return
        self._asked = False
        seen = self._photos[: self._row + 1]
        ids = {photo.id for photo in seen} | self._replies.photo_ids()
        before = self.photo
        self._photos = seen + [photo for photo in photos if photo.id not in ids]
        if before is None or self.photo is None:
            self._show()
        else:
            self._preload()

    def step(self, by: int) -> None:
        """Look back or on without an answer."""
        row = min(max(self._row + by, 0), len(self._photos))
        if row != self._row:
            self._row = row
            self._show()

    def _show(self) -> None:
        if self.photo is None:
            waiting = self._asked
            text = self.tr("Looking for more…") if waiting else self.tr("That was the last photo.")
            self.canvas.show_picture(None, text)
            if not waiting and self._unlearned:
                self._learn()
        else:
            self.canvas.show_picture(None, self.tr("Loading"))
            self.canvas.setAccessibleName(self.tr("Photo {0}").format(self.photo.path.name))
            self._preload()
        self._say()

    def _preload(self) -> None:
        self._pictures.want(self._photos[self._row : self._row + PRELOADED])

    def _show_picture(self, photo_id: int, picture: Picture) -> None:
        if self.photo and photo_id == self.photo.id and self.canvas.picture is not picture:
            self.canvas.show_picture(picture)

    def _show_failure(self, photo_id: int, why: str) -> None:
        if self.photo and photo_id == self.photo.id:
            self.canvas.show_picture(None, why)

    # Answers

    def answer(self, kind: TagKind) -> None:
        """Yes or no to the photo on show; then the next one."""
        if self.photo is None:
            return
        reply = Reply(self.photo, kind, tag([self.photo.id], self.label, kind))
        self._replies.add(reply)
        self._changes.make(reply.change, failed=lambda error: self._reply_failed(reply, error))
        self._unlearned += 1
        self._next()
        if self._unlearned >= LEARN_AFTER:
            self._learn()

    def skip(self) -> None:
        """No answer; this photo does not come again."""
        if self.photo is not None:
            self._skipped += 1
            self._next()

    def _next(self) -> None:
        self._row += 1
        if self._row >= len(self._photos):
            self._ask_for_more()
        self._show()

    def undo(self) -> None:
        """Take the last answer back, with what was learned since, and show its photo again."""
        if last := self._replies.last():
            self._changes.undo(until=last.change)
            self._take_back(last)

    def _take_back(self, reply: Reply) -> None:
        reply.stands = False
        self._unlearned += 1
        self._row = self._row_of(reply.photo)
        self._show()

    def _row_of(self, photo: Photo) -> int:
        """Where a photo that was asked about stands; it comes in here where it left the list."""
        rows = (row for row, other in enumerate(self._photos) if other.id == photo.id)
        if (row := next(rows, None)) is None:
            self._photos.insert(row := min(self._row, len(self._photos)), photo)
        return row

    def _reply_failed(self, reply: Reply, error: Exception) -> None:
        if reply in self._replies:
            self._take_back(reply)
        self._fail(error)

    def _follow(self, changed: Changed) -> None:
        """Answers that the window's own undo and redo took back or brought back."""
        if self._changes.under_way or not changed & Changed.TAGS:
            return
        standing = self._changes.standing
        for reply in self._replies.gone(standing):
            self._take_back(reply)
        for reply in self._replies.back(standing):
            reply.stands = True
            self._row = self._row_of(reply.photo) + 1
            self._show()

    def _learn(self) -> None:
        self._unlearned = 0
        self._changes.make(learn(self.label), self._show_learned, self._fail)

    def _show_learned(self, given: tuple[Taught, object]) -> None:
        learned = given[0]
        if learned.label != self.label:
            return
        self._moved += learned.moved
        self._say()
        if self.photo is not None:
            self._ask_for_more()  # another photo may be the most telling one now

    def _say(self) -> None:
        yes, no = (self._replies.count(kind) for kind in (TagKind.ACCEPTED, TagKind.REJECTED))
        self.said.setText(self.tr("{0} yes, {1} no, {2} skipped").format(yes, no, self._skipped))
        self.changed.setText(
            self.tr("Your answers moved {0} photos across the line").format(self._moved)
            if self._moved
            else self.tr("Every {0} answers the label learns").format(LEARN_AFTER)
        )
        self.actions_by_name["undo"].setEnabled(yes + no > 0)

    def _fail(self, error: Exception) -> None:
        self._asked = False
        self.changed.setText(str(error))

    def close_review(self) -> None:
        """Learn from what was answered last, and go."""
        if self._unlearned:
            self._learn()
        self._replies.clear()  # they are the window's to undo now
        self.closed.emit()
