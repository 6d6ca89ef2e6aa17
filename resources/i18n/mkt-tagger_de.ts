<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>About</name>
    <message>
        <source>About MKT Tagger</source>
        <translation>Über MKT Tagger</translation>
    </message>
    <message>
        <source>Version and licences</source>
        <translation>Version und Lizenzen</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>Of the program and of its parts</source>
        <translation>Des Programms und seiner Teile</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Demo photos</source>
        <translation>Beispielfotos</translation>
    </message>
    <message>
        <source>Other parts</source>
        <translation>Weitere Teile</translation>
    </message>
    <message>
        <source>&lt;b&gt;MKT Tagger {0}&lt;/b&gt;&lt;br&gt;Find your photos by any word. Nothing leaves this machine.</source>
        <translation>&lt;b&gt;MKT Tagger {0}&lt;/b&gt;&lt;br&gt;Finden Sie Ihre Fotos mit jedem Wort. Nichts verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Closes this window</source>
        <translation>Schließt dieses Fenster</translation>
    </message>
    <message>
        <source>Text to read</source>
        <translation>Text zum Lesen</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Look for new photos</source>
        <translation>Nach neuen Fotos suchen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Add a label</source>
        <translation>Schlagwort hinzufügen</translation>
    </message>
    <message>
        <source>Review…</source>
        <translation>Durchsehen …</translation>
    </message>
    <message>
        <source>Set the line…</source>
        <translation>Schwelle setzen …</translation>
    </message>
    <message>
        <source>Find similar</source>
        <translation>Ähnliche finden</translation>
    </message>
    <message>
        <source>Find duplicates</source>
        <translation>Duplikate finden</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>About MKT Tagger</source>
        <translation>Über MKT Tagger</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Left side</source>
        <translation>Linke Seite</translation>
    </message>
    <message>
        <source>Right side</source>
        <translation>Rechte Seite</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Add a folder of photos</source>
        <translation>Einen Ordner mit Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Indexing was not finished</source>
        <translation>Die Erfassung wurde nicht fertig</translation>
    </message>
    <message>
        <source>The last indexing run did not come to its end. Go on with it?</source>
        <translation>Die letzte Erfassung kam nicht zum Ende. Soll sie weitergehen?</translation>
    </message>
</context>
<context>
    <name>DuplicatesView</name>
    <message>
        <source>Show more groups</source>
        <translation>Weitere Gruppen zeigen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Back to the grid</source>
        <translation>Zurück zur Übersicht</translation>
    </message>
    <message>
        <source>Groups of duplicates</source>
        <translation>Gruppen von Duplikaten</translation>
    </message>
    <message>
        <source>Photos that show the same picture</source>
        <translation>Fotos, die dasselbe Bild zeigen</translation>
    </message>
    <message>
        <source>Looking for duplicates…</source>
        <translation>Duplikate werden gesucht …</translation>
    </message>
    <message>
        <source>Groups of duplicates: {0}</source>
        <translation>Gruppen von Duplikaten: {0}</translation>
    </message>
    <message>
        <source>No duplicates were found</source>
        <translation>Keine Duplikate gefunden</translation>
    </message>
    <message>
        <source>Show in the grid</source>
        <translation>In der Übersicht zeigen</translation>
    </message>
    <message>
        <source>Show the files</source>
        <translation>Dateien zeigen</translation>
    </message>
    <message>
        <source>{0} files with the same picture</source>
        <translation>{0} Dateien mit demselben Bild</translation>
    </message>
    <message>
        <source>{0} nearly the same photos, {1:.0%} alike</source>
        <translation>{0} fast gleiche Fotos, zu {1:.0%} ähnlich</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>No photos</source>
        <translation>Keine Fotos</translation>
    </message>
    <message>
        <source>There are no photos on show</source>
        <translation>Es werden keine Fotos gezeigt</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Chooses a folder of photos to index</source>
        <translation>Wählt einen Ordner mit Fotos zum Erfassen</translation>
    </message>
    <message>
        <source>Try the demo album</source>
        <translation>Beispielalbum ausprobieren</translation>
    </message>
    <message>
        <source>Indexes the photos that come with the program</source>
        <translation>Erfasst die Fotos, die mit dem Programm kommen</translation>
    </message>
    <message>
        <source>your graphics card where there is one, else on the processor</source>
        <translation>Ihre Grafikkarte, wenn es eine gibt, sonst der Prozessor</translation>
    </message>
    <message>
        <source>the processor (CPU)</source>
        <translation>der Prozessor (CPU)</translation>
    </message>
    <message>
        <source>your graphics card ({0})</source>
        <translation>Ihre Grafikkarte ({0})</translation>
    </message>
    <message>
        <source>Drop a folder of photos here</source>
        <translation>Einen Ordner mit Fotos hierher ziehen</translation>
    </message>
    <message>
        <source>Then type any word above and see the photos that show it.</source>
        <translation>Dann oben ein beliebiges Wort eingeben, und die Fotos, die es zeigen, erscheinen.</translation>
    </message>
    <message>
        <source>The model runs on {0}. Nothing leaves this machine.</source>
        <translation>Das Modell läuft auf: {0}. Nichts verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>Nothing in your library reaches its line.</source>
        <translation>Nichts in Ihrer Bibliothek erreicht die Schwelle.</translation>
    </message>
    <message>
        <source>The nearest photos: type {0}</source>
        <translation>Die nächstliegenden Fotos: {0} eingeben</translation>
    </message>
    <message>
        <source>No photo is surely “{0}”</source>
        <translation>Kein Foto zeigt sicher „{0}“</translation>
    </message>
</context>
<context>
    <name>Folders</name>
    <message>
        <source>Where is {0} now?</source>
        <translation>Wo ist {0} jetzt?</translation>
    </message>
    <message>
        <source>Take {0} out of the library? Its files stay as they are, and your tags come back when you add it again.</source>
        <translation>{0} aus der Bibliothek nehmen? Die Dateien bleiben, wie sie sind, und Ihre Angaben kommen wieder, wenn Sie den Ordner erneut hinzufügen.</translation>
    </message>
    <message>
        <source>Take out a folder</source>
        <translation>Ordner herausnehmen</translation>
    </message>
</context>
<context>
    <name>FoldersPage</name>
    <message>
        <source>Folders of the library</source>
        <translation>Ordner der Bibliothek</translation>
    </message>
    <message>
        <source>Where your photos are</source>
        <translation>Wo Ihre Fotos liegen</translation>
    </message>
    <message>
        <source>It has &amp;moved…</source>
        <translation>Ist &amp;umgezogen …</translation>
    </message>
    <message>
        <source>Says where the folder is now; tags and scores stay</source>
        <translation>Sagt, wo der Ordner jetzt ist; Ihre Angaben und die Bewertungen bleiben</translation>
    </message>
    <message>
        <source>&amp;Take out of the library…</source>
        <translation>Aus der Bibliothek &amp;nehmen …</translation>
    </message>
    <message>
        <source>Forgets the folder&apos;s photos; the files and your tags stay</source>
        <translation>Vergisst die Fotos des Ordners; die Dateien und Ihre Angaben bleiben</translation>
    </message>
    <message>
        <source>Left out of this folder</source>
        <translation>Aus diesem Ordner ausgelassen</translation>
    </message>
    <message>
        <source>One pattern a line, as in a .gitignore file; what is hidden keeps its tags</source>
        <translation>Ein Muster je Zeile, wie in einer .gitignore-Datei; Verstecktes behält Ihre Angaben</translation>
    </message>
    <message>
        <source>&amp;Apply</source>
        <translation>&amp;Anwenden</translation>
    </message>
    <message>
        <source>Apply the patterns</source>
        <translation>Muster anwenden</translation>
    </message>
    <message>
        <source>Also to what is indexed already</source>
        <translation>Auch auf bereits Erfasstes</translation>
    </message>
    <message>
        <source>A folder that is not there, on a drive unplugged, is never forgotten by itself. Add folders by dropping them on the window.</source>
        <translation>Ein Ordner, der gerade fehlt, weil sein Laufwerk nicht angeschlossen ist, wird nie von selbst vergessen. Neue Ordner ziehen Sie einfach auf das Fenster.</translation>
    </message>
    <message>
        <source>{0} photos</source>
        <translation>{0} Fotos</translation>
    </message>
    <message>
        <source>not there now</source>
        <translation>zurzeit nicht da</translation>
    </message>
    <message>
        <source>{0} photos are hidden now, {1} are back.</source>
        <translation>{0} Fotos sind jetzt versteckt, {1} sind wieder da.</translation>
    </message>
</context>
<context>
    <name>GeneralPage</name>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Desktop</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Hell oder dunkel</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Counts from the next start</source>
        <translation>Gilt ab dem nächsten Start</translation>
    </message>
    <message>
        <source>Small pictures</source>
        <translation>Vorschaubilder</translation>
    </message>
    <message>
        <source>The most room they may take</source>
        <translation>Wie viel Platz sie höchstens einnehmen</translation>
    </message>
    <message>
        <source>Clear the small pictures</source>
        <translation>Vorschaubilder leeren</translation>
    </message>
    <message>
        <source>They are made again where they are needed</source>
        <translation>Sie werden neu gemacht, wo sie gebraucht werden</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Aussehen</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>&amp;Small pictures: at most</source>
        <translation>&amp;Vorschaubilder: höchstens</translation>
    </message>
    <message>
        <source>On disk now</source>
        <translation>Zurzeit belegt</translation>
    </message>
    <message>
        <source>Nothing leaves this machine. Only a model&apos;s download uses the net.</source>
        <translation>Nichts verlässt diesen Rechner. Nur das Herunterladen eines Modells nutzt das Netz.</translation>
    </message>
    <message>
        <source>The language changes at the next start.</source>
        <translation>Die Sprache wechselt beim nächsten Start.</translation>
    </message>
    <message>
        <source>{0:.0f} kB</source>
        <translation>{0:.0f} kB</translation>
    </message>
    <message>
        <source>{0:.0f} MB</source>
        <translation>{0:.0f} MB</translation>
    </message>
</context>
<context>
    <name>HeatMap</name>
    <message>
        <source>Why “{0}”?</source>
        <translation>Warum „{0}“?</translation>
    </message>
    <message>
        <source>Where in the photo the model sees the label</source>
        <translation>Wo im Foto das Modell das Schlagwort sieht</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
    <message>
        <source>Looking at the photo…</source>
        <translation>Das Foto wird angesehen …</translation>
    </message>
    <message>
        <source>The photo as a whole</source>
        <translation>Das Foto als Ganzes</translation>
    </message>
    <message>
        <source>Its most fitting details</source>
        <translation>Seine passendsten Einzelheiten</translation>
    </message>
    <message>
        <source>Show the &amp;heat</source>
        <translation>&amp;Wärme zeigen</translation>
    </message>
    <message>
        <source>Lays the heat over the photo (key H)</source>
        <translation>Legt die Wärme über das Foto (Taste H)</translation>
    </message>
    <message>
        <source>Opacity of the heat</source>
        <translation>Deckkraft der Wärme</translation>
    </message>
    <message>
        <source>How much of the photo the heat covers</source>
        <translation>Wie stark die Wärme das Foto verdeckt</translation>
    </message>
    <message>
        <source>&amp;Export as PNG…</source>
        <translation>Als PNG &amp;exportieren …</translation>
    </message>
    <message>
        <source>Saves the photo with the heat over it</source>
        <translation>Speichert das Foto mit der Wärme darüber</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Closes this window</source>
        <translation>Schließt dieses Fenster</translation>
    </message>
    <message>
        <source>&amp;Opacity</source>
        <translation>&amp;Deckkraft</translation>
    </message>
    <message>
        <source>How much it is like the label</source>
        <translation>Wie sehr es dem Schlagwort gleicht</translation>
    </message>
    <message>
        <source>The bars compare the label with common words in this photo. Warm places look like the label to the model: it may be wrong.</source>
        <translation>Die Balken vergleichen das Schlagwort mit gängigen Wörtern in diesem Foto. Warme Stellen sehen für das Modell nach dem Schlagwort aus: Es kann sich irren.</translation>
    </message>
    <message>
        <source>The model is {0:.0%} sure.</source>
        <translation>Das Modell ist zu {0:.0%} sicher.</translation>
    </message>
    <message>
        <source>very much like it</source>
        <translation>sehr ähnlich</translation>
    </message>
    <message>
        <source>clearly like it</source>
        <translation>deutlich ähnlich</translation>
    </message>
    <message>
        <source>a little like it</source>
        <translation>etwas ähnlich</translation>
    </message>
    <message>
        <source>not like it</source>
        <translation>nicht ähnlich</translation>
    </message>
    <message>
        <source>Export as PNG</source>
        <translation>Als PNG exportieren</translation>
    </message>
    <message>
        <source>PNG pictures (*.png)</source>
        <translation>PNG-Bilder (*.png)</translation>
    </message>
    <message>
        <source>Saved as {0}</source>
        <translation>Gespeichert als {0}</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>The line</source>
        <translation>Die Schwelle</translation>
    </message>
    <message>
        <source>Arrow keys move the line</source>
        <translation>Pfeiltasten bewegen die Schwelle</translation>
    </message>
    <message>
        <source>surely not</source>
        <translation>sicher nicht</translation>
    </message>
    <message>
        <source>undecided</source>
        <translation>unentschieden</translation>
    </message>
    <message>
        <source>surely yes</source>
        <translation>sicher ja</translation>
    </message>
</context>
<context>
    <name>IndexBar</name>
    <message>
        <source>Indexing progress</source>
        <translation>Fortschritt der Erfassung</translation>
    </message>
    <message>
        <source>How many photos are indexed</source>
        <translation>Wie viele Fotos erfasst sind</translation>
    </message>
    <message>
        <source>Skipped files</source>
        <translation>Übersprungene Dateien</translation>
    </message>
    <message>
        <source>Shows which files were skipped, and why</source>
        <translation>Zeigt, welche Dateien übersprungen wurden und warum</translation>
    </message>
    <message>
        <source>Holds indexing until it is pressed again</source>
        <translation>Hält die Erfassung an, bis die Taste erneut gedrückt wird</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stops indexing; what is done is kept</source>
        <translation>Beendet die Erfassung; Erledigtes bleibt</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>{0} skipped</source>
        <translation>{0} übersprungen</translation>
    </message>
    <message>
        <source>Looking for photos: {0}</source>
        <translation>Fotos werden gesucht: {0}</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Das Modell wird geladen</translation>
    </message>
    <message>
        <source>Scoring labels</source>
        <translation>Schlagwörter werden bewertet</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>{0:.1f} photos/s</source>
        <translation>{0:.1f} Fotos/s</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>noch {0}</translation>
    </message>
</context>
<context>
    <name>IndexingControl</name>
    <message>
        <source>all folders</source>
        <translation>alle Ordner</translation>
    </message>
    <message>
        <source>{0} will follow when this run is done.</source>
        <translation>{0} folgt, wenn dieser Lauf fertig ist.</translation>
    </message>
    <message>
        <source>Indexing is done.</source>
        <translation>Die Erfassung ist fertig.</translation>
    </message>
    <message>
        <source>Indexing was cancelled.</source>
        <translation>Die Erfassung wurde abgebrochen.</translation>
    </message>
    <message>
        <source>{0} edited, tags kept.</source>
        <translation>{0} bearbeitet, Angaben behalten.</translation>
    </message>
</context>
<context>
    <name>LabelPanel</name>
    <message>
        <source>Selected photos</source>
        <translation>Ausgewählte Fotos</translation>
    </message>
    <message>
        <source>Facts and labels of the selected photos</source>
        <translation>Angaben und Schlagwörter der ausgewählten Fotos</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Add a label</source>
        <translation>Schlagwort hinzufügen</translation>
    </message>
    <message>
        <source>Adds a label of your own to the selection</source>
        <translation>Gibt der Auswahl ein eigenes Schlagwort</translation>
    </message>
    <message>
        <source>No photo is selected</source>
        <translation>Kein Foto ausgewählt</translation>
    </message>
    <message>
        <source>Select one to see its labels, or several to label them all.</source>
        <translation>Wählen Sie eines, um seine Schlagwörter zu sehen, oder mehrere, um alle zu beschriften.</translation>
    </message>
    <message>
        <source>{0} photos are selected</source>
        <translation>{0} Fotos sind ausgewählt</translation>
    </message>
    <message>
        <source>What you say of a label here is said of all of them.</source>
        <translation>Was Sie hier zu einem Schlagwort sagen, gilt für alle.</translation>
    </message>
</context>
<context>
    <name>LabelRow</name>
    <message>
        <source>Shows all photos with this label</source>
        <translation>Zeigt alle Fotos mit diesem Schlagwort</translation>
    </message>
    <message>
        <source>Why “{0}”?</source>
        <translation>Warum „{0}“?</translation>
    </message>
    <message>
        <source>Yes, “{0}” is right</source>
        <translation>Ja, „{0}“ stimmt</translation>
    </message>
    <message>
        <source>Forget this answer: “{0}” is wrong</source>
        <translation>Diese Antwort vergessen: „{0}“ ist falsch</translation>
    </message>
    <message>
        <source>Remove “{0}” from this photo</source>
        <translation>„{0}“ von diesem Foto entfernen</translation>
    </message>
    <message>
        <source>No, “{0}” is wrong</source>
        <translation>Nein, „{0}“ ist falsch</translation>
    </message>
    <message>
        <source>{0}: you said no</source>
        <translation>{0}: Sie haben Nein gesagt</translation>
    </message>
    <message>
        <source>{0}: said by you</source>
        <translation>{0}: von Ihnen gesagt</translation>
    </message>
    <message>
        <source>{0}: the model is {1:.0%} sure</source>
        <translation>{0}: das Modell ist zu {1:.0%} sicher</translation>
    </message>
</context>
<context>
    <name>LessSure</name>
    <message>
        <source>The photos that do not reach the line, in the same order</source>
        <translation>Die Fotos, die die Grenze nicht erreichen, in derselben Reihenfolge</translation>
    </message>
    <message>
        <source>Searches for this word</source>
        <translation>Sucht nach diesem Wort</translation>
    </message>
    <message>
        <source>No photo is surely “{0}”. The nearest:</source>
        <translation>Kein Foto zeigt sicher „{0}“. Die nächsten:</translation>
    </message>
    <message>
        <source>{0}?</source>
        <translation>{0}?</translation>
    </message>
    <message>
        <source>Hide the less sure</source>
        <translation>Weniger sichere ausblenden</translation>
    </message>
    <message>
        <source>Less sure: {0} more</source>
        <translation>Weniger sicher: noch {0}</translation>
    </message>
</context>
<context>
    <name>LineDialog</name>
    <message>
        <source>The line of “{0}”</source>
        <translation>Die Schwelle von „{0}“</translation>
    </message>
    <message>
        <source>From which confidence on photos have this label</source>
        <translation>Ab welcher Sicherheit Fotos dieses Schlagwort haben</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
    <message>
        <source>Just in</source>
        <translation>Gerade noch dabei</translation>
    </message>
    <message>
        <source>Just out</source>
        <translation>Gerade nicht mehr dabei</translation>
    </message>
    <message>
        <source>From here on a photo counts as “{0}”</source>
        <translation>Ab hier gilt ein Foto als „{0}“</translation>
    </message>
    <message>
        <source>&amp;Strict</source>
        <translation>&amp;Streng</translation>
    </message>
    <message>
        <source>Few photos, nearly all of them right</source>
        <translation>Wenige Fotos, fast alle richtig</translation>
    </message>
    <message>
        <source>&amp;Balanced</source>
        <translation>&amp;Ausgewogen</translation>
    </message>
    <message>
        <source>From where yes is likelier than no</source>
        <translation>Ab da, wo Ja wahrscheinlicher ist als Nein</translation>
    </message>
    <message>
        <source>&amp;Generous</source>
        <translation>&amp;Großzügig</translation>
    </message>
    <message>
        <source>Many photos, about half of them right</source>
        <translation>Viele Fotos, etwa die Hälfte richtig</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Puts the line back where it was</source>
        <translation>Setzt die Schwelle dahin zurück, wo sie war</translation>
    </message>
    <message>
        <source>Use this line</source>
        <translation>Diese Schwelle nehmen</translation>
    </message>
    <message>
        <source>Keeps the line for this label</source>
        <translation>Behält die Schwelle für dieses Schlagwort</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Leaves the line as it was</source>
        <translation>Lässt die Schwelle, wie sie war</translation>
    </message>
    <message>
        <source>Use the default</source>
        <translation>Vorgabe nehmen</translation>
    </message>
    <message>
        <source>Puts the line where it is for every label</source>
        <translation>Setzt die Schwelle dahin, wo sie für jedes Schlagwort ist</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Keep or leave the line</source>
        <translation>Schwelle behalten oder lassen</translation>
    </message>
    <message>
        <source>From {0:.0%} on: {1} of {2} photos</source>
        <translation>Ab {0:.0%}: {1} von {2} Fotos</translation>
    </message>
</context>
<context>
    <name>MainToolBar</name>
    <message>
        <source>Main</source>
        <translation>Haupt-Werkzeugleiste</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>Beste zuerst</translation>
    </message>
    <message>
        <source>By date</source>
        <translation>Nach Datum</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>Nach Name</translation>
    </message>
    <message>
        <source>By path</source>
        <translation>Nach Pfad</translation>
    </message>
    <message>
        <source>Order of the photos</source>
        <translation>Reihenfolge der Fotos</translation>
    </message>
    <message>
        <source>How the photos on show are sorted</source>
        <translation>Wie die gezeigten Fotos sortiert sind</translation>
    </message>
    <message>
        <source>Size of the photos</source>
        <translation>Größe der Fotos</translation>
    </message>
    <message>
        <source>Also Ctrl and the mouse wheel over the photos</source>
        <translation>Auch mit Strg und dem Mausrad über den Fotos</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Nothing leaves this machine.</source>
        <translation>Nichts verlässt diesen Rechner.</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>F&amp;ind</source>
        <translation>&amp;Finden</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
</context>
<context>
    <name>ModelPage</name>
    <message>
        <source>&amp;Use this model</source>
        <translation>Dieses Modell &amp;nutzen</translation>
    </message>
    <message>
        <source>&amp;Download</source>
        <translation>&amp;Herunterladen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>The fastest there is</source>
        <translation>Das schnellste vorhandene</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>Prozessor (CPU)</translation>
    </message>
    <message>
        <source>NVIDIA graphics card (CUDA)</source>
        <translation>NVIDIA-Grafikkarte (CUDA)</translation>
    </message>
    <message>
        <source>Apple graphics (Metal)</source>
        <translation>Apple-Grafik (Metal)</translation>
    </message>
    <message>
        <source>By the memory</source>
        <translation>Nach dem Speicher</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Those here and those to download</source>
        <translation>Vorhandene und solche zum Herunterladen</translation>
    </message>
    <message>
        <source>About the model</source>
        <translation>Über das Modell</translation>
    </message>
    <message>
        <source>What it can do, with figures</source>
        <translation>Was es kann, mit Zahlen</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Dieses Modell nutzen</translation>
    </message>
    <message>
        <source>From the next start; photos are indexed anew for it, and tags stay</source>
        <translation>Ab dem nächsten Start; Fotos werden dafür neu erfasst, Ihre Angaben bleiben</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Fetches the model from its public hub</source>
        <translation>Holt das Modell von seiner öffentlichen Quelle</translation>
    </message>
    <message>
        <source>Cancel the download</source>
        <translation>Herunterladen abbrechen</translation>
    </message>
    <message>
        <source>What has arrived is kept</source>
        <translation>Was angekommen ist, bleibt</translation>
    </message>
    <message>
        <source>How much of the model is here</source>
        <translation>Wie viel vom Modell da ist</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Where the model runs</source>
        <translation>Wo das Modell läuft</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>Photos at once; fewer need less memory</source>
        <translation>Fotos auf einmal; weniger brauchen weniger Speicher</translation>
    </message>
    <message>
        <source>D&amp;evice</source>
        <translation>&amp;Gerät</translation>
    </message>
    <message>
        <source>&amp;Batch</source>
        <translation>&amp;Stapel</translation>
    </message>
    <message>
        <source>This counts from the next start.</source>
        <translation>Das gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>{0} GB of graphics memory</source>
        <translation>{0} GB Grafikspeicher</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Gebrauch</translation>
    </message>
    <message>
        <source>to download</source>
        <translation>zum Herunterladen</translation>
    </message>
    <message>
        <source> – basic, comes with the program</source>
        <translation> – einfach, kommt mit dem Programm</translation>
    </message>
    <message>
        <source>{0:.1f} GB</source>
        <translation>{0:.1f} GB</translation>
    </message>
    <message>
        <source>{0:.0f} MB</source>
        <translation>{0:.0f} MB</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>The model is here.</source>
        <translation>Das Modell ist da.</translation>
    </message>
    <message>
        <source>Stopped. What has arrived is kept; Download goes on from there.</source>
        <translation>Angehalten. Was angekommen ist, bleibt; Herunterladen macht dort weiter.</translation>
    </message>
</context>
<context>
    <name>Operations</name>
    <message>
        <source>accept “{0}”</source>
        <translation>„{0}“ annehmen</translation>
    </message>
    <message>
        <source>add “{0}”</source>
        <translation>„{0}“ hinzufügen</translation>
    </message>
    <message>
        <source>reject “{0}”</source>
        <translation>„{0}“ ablehnen</translation>
    </message>
    <message>
        <source>take back “{0}”</source>
        <translation>„{0}“ zurücknehmen</translation>
    </message>
    <message>
        <source>{0} on {1} photos</source>
        <translation>{0} bei {1} Fotos</translation>
    </message>
    <message>
        <source>move the line of “{0}”</source>
        <translation>Schwelle von „{0}“ verschieben</translation>
    </message>
    <message>
        <source>let “{0}” learn</source>
        <translation>„{0}“ lernen lassen</translation>
    </message>
    <message>
        <source>save the search “{0}”</source>
        <translation>Suche „{0}“ speichern</translation>
    </message>
    <message>
        <source>delete the search “{0}”</source>
        <translation>Suche „{0}“ löschen</translation>
    </message>
    <message>
        <source>add “{0}” to the vocabulary</source>
        <translation>„{0}“ in den Wortschatz aufnehmen</translation>
    </message>
    <message>
        <source>remove “{0}” from the vocabulary</source>
        <translation>„{0}“ aus dem Wortschatz nehmen</translation>
    </message>
    <message>
        <source>set what “{0}” belongs to</source>
        <translation>festlegen, wozu „{0}“ gehört</translation>
    </message>
    <message>
        <source>make “{1}” another name of “{0}”</source>
        <translation>„{1}“ zu einem anderen Namen von „{0}“ machen</translation>
    </message>
</context>
<context>
    <name>PhotoCanvas</name>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Plus and minus zoom, 0 fits, 1 is full size, Shift and arrows move</source>
        <translation>Plus und Minus zoomen, 0 passt ein, 1 ist volle Größe, Umschalt und Pfeile bewegen</translation>
    </message>
</context>
<context>
    <name>PhotoGrid</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>The photos of your library</source>
        <translation>Die Fotos Ihrer Bibliothek</translation>
    </message>
</context>
<context>
    <name>PhotoModel</name>
    <message>
        <source>{0}: {1:.0%} sure</source>
        <translation>{0}: zu {1:.0%} sicher</translation>
    </message>
</context>
<context>
    <name>PhotoStrip</name>
    <message>
        <source>Photos; Enter opens one</source>
        <translation>Fotos; Eingabe öffnet eines</translation>
    </message>
</context>
<context>
    <name>PhotoView</name>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>What can be done with the photo on show</source>
        <translation>Was mit dem gezeigten Foto möglich ist</translation>
    </message>
    <message>
        <source>Back to the grid</source>
        <translation>Zurück zur Übersicht</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>Voriges Foto</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>Nächstes Foto</translation>
    </message>
    <message>
        <source>Fit to the window</source>
        <translation>In das Fenster einpassen</translation>
    </message>
    <message>
        <source>Full size</source>
        <translation>Volle Größe</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Turn left, only here</source>
        <translation>Nach links drehen, nur hier</translation>
    </message>
    <message>
        <source>Turn right, only here</source>
        <translation>Nach rechts drehen, nur hier</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>In der Dateiverwaltung zeigen</translation>
    </message>
    <message>
        <source>Copy the path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Copy the photo</source>
        <translation>Foto kopieren</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
    <message>
        <source>This photo is not in the library any more</source>
        <translation>Dieses Foto ist nicht mehr in der Bibliothek</translation>
    </message>
    <message>
        <source>Photo {0}</source>
        <translation>Foto {0}</translation>
    </message>
    <message>
        <source>{0} cannot be shown: {1}</source>
        <translation>{0} kann nicht gezeigt werden: {1}</translation>
    </message>
</context>
<context>
    <name>ReviewView</name>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vor</translation>
    </message>
    <message>
        <source>Key {0}</source>
        <translation>Taste {0}</translation>
    </message>
    <message>
        <source>Does this photo show “{0}”?</source>
        <translation>Zeigt dieses Foto „{0}“?</translation>
    </message>
    <message>
        <source>Looking for the most telling photos…</source>
        <translation>Die aufschlussreichsten Fotos werden gesucht …</translation>
    </message>
    <message>
        <source>Looking for more…</source>
        <translation>Weitere werden gesucht …</translation>
    </message>
    <message>
        <source>That was the last photo.</source>
        <translation>Das war das letzte Foto.</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
    <message>
        <source>Photo {0}</source>
        <translation>Foto {0}</translation>
    </message>
    <message>
        <source>{0} yes, {1} no, {2} skipped</source>
        <translation>{0} ja, {1} nein, {2} übersprungen</translation>
    </message>
    <message>
        <source>Your answers moved {0} photos across the line</source>
        <translation>Ihre Antworten haben {0} Fotos über die Schwelle bewegt</translation>
    </message>
    <message>
        <source>Every {0} answers the label learns</source>
        <translation>Alle {0} Antworten lernt das Schlagwort</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Type any word: dog, wheelbarrow, street at night</source>
        <translation>Ein beliebiges Wort, auf Englisch: dog, wheelbarrow, street at night</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Shows the photos of any word you type</source>
        <translation>Zeigt die Fotos zu jedem Wort, das Sie eingeben</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>Diese Suche speichern</translation>
    </message>
    <message>
        <source>Recent searches</source>
        <translation>Letzte Suchen</translation>
    </message>
    <message>
        <source>Completions</source>
        <translation>Ergänzungen</translation>
    </message>
    <message>
        <source>No searches yet</source>
        <translation>Noch keine Suchen</translation>
    </message>
</context>
<context>
    <name>SearchControl</name>
    <message>
        <source>Looking through your photos…</source>
        <translation>Ihre Fotos werden durchgesehen …</translation>
    </message>
    <message>
        <source>Search for one label first.</source>
        <translation>Suchen Sie zuerst nach einem Schlagwort.</translation>
    </message>
    <message>
        <source>similar</source>
        <translation>ähnlich</translation>
    </message>
    <message>
        <source>1 photo</source>
        <translation>1 Foto</translation>
    </message>
    <message>
        <source>{0} photos</source>
        <translation>{0} Fotos</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>What is changed here is kept at once</source>
        <translation>Was hier geändert wird, gilt sofort</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>Wortschatz</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Chooses what is shown beside it</source>
        <translation>Wählt, was daneben gezeigt wird</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Closes this window; all is kept already</source>
        <translation>Schließt dieses Fenster; alles ist schon gespeichert</translation>
    </message>
    <message>
        <source>The settings cannot be saved: {0}</source>
        <translation>Die Einstellungen können nicht gespeichert werden: {0}</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Folders, searches and labels</source>
        <translation>Ordner, Suchen und Schlagwörter</translation>
    </message>
    <message>
        <source>Choose one to see its photos</source>
        <translation>Wählen Sie eines, um seine Fotos zu sehen</translation>
    </message>
    <message>
        <source>My tags</source>
        <translation>Meine Angaben</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>Gespeicherte Suchen</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>nicht da</translation>
    </message>
    <message>
        <source>{0}
This folder is not there now; its tags and scores are kept.</source>
        <translation>{0}
Dieser Ordner ist zurzeit nicht da; Ihre Angaben und die Bewertungen bleiben.</translation>
    </message>
    <message>
        <source>All tagged photos</source>
        <translation>Alle Fotos mit Angaben</translation>
    </message>
    <message>
        <source>Not tagged yet</source>
        <translation>Noch ohne Angaben</translation>
    </message>
    <message>
        <source>Look for new photos</source>
        <translation>Nach neuen Fotos suchen</translation>
    </message>
    <message>
        <source>This folder has moved…</source>
        <translation>Dieser Ordner ist umgezogen …</translation>
    </message>
    <message>
        <source>Take out of the library…</source>
        <translation>Aus der Bibliothek nehmen …</translation>
    </message>
    <message>
        <source>What it belongs to…</source>
        <translation>Wozu es gehört …</translation>
    </message>
    <message>
        <source>Another name…</source>
        <translation>Anderer Name …</translation>
    </message>
    <message>
        <source>Delete this saved search</source>
        <translation>Diese gespeicherte Suche löschen</translation>
    </message>
    <message>
        <source>Set its line…</source>
        <translation>Schwelle setzen …</translation>
    </message>
    <message>
        <source>Review its photos…</source>
        <translation>Fotos durchsehen …</translation>
    </message>
</context>
<context>
    <name>SidebarControl</name>
    <message>
        <source>Save this search</source>
        <translation>Diese Suche speichern</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>Name:</translation>
    </message>
    <message>
        <source>A search for which label finds “{0}” too?</source>
        <translation>Welches Schlagwort soll auch „{0}“ finden?</translation>
    </message>
    <message>
        <source>What it belongs to</source>
        <translation>Wozu es gehört</translation>
    </message>
    <message>
        <source>Which word means the same as “{0}”?</source>
        <translation>Welches Wort bedeutet dasselbe wie „{0}“?</translation>
    </message>
    <message>
        <source>Another name</source>
        <translation>Anderer Name</translation>
    </message>
</context>
<context>
    <name>SkippedDialog</name>
    <message>
        <source>Skipped files</source>
        <translation>Übersprungene Dateien</translation>
    </message>
    <message>
        <source>Each file that could not be read, and why</source>
        <translation>Jede Datei, die nicht gelesen werden konnte, und warum</translation>
    </message>
    <message>
        <source>These files were left out. They stay as they are.</source>
        <translation>Diese Dateien wurden ausgelassen. Sie bleiben, wie sie sind.</translation>
    </message>
</context>
<context>
    <name>VocabularyPage</name>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>&amp;Import a list…</source>
        <translation>Liste &amp;importieren …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Schlagwort</translation>
    </message>
    <message>
        <source>Narrows the list; Enter adds the label</source>
        <translation>Grenzt die Liste ein; Eingabe fügt das Schlagwort hinzu</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>Wortschatz</translation>
    </message>
    <message>
        <source>The labels every photo is scored on</source>
        <translation>Die Schlagwörter, auf die jedes Foto geprüft wird</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Adds the label and scores it on every photo</source>
        <translation>Fügt das Schlagwort hinzu und prüft jedes Foto darauf</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Your tags stay; it can still be searched</source>
        <translation>Ihre Angaben bleiben; danach suchen geht weiterhin</translation>
    </message>
    <message>
        <source>Import a list</source>
        <translation>Liste importieren</translation>
    </message>
    <message>
        <source>A text file with one label a line</source>
        <translation>Eine Textdatei mit einem Schlagwort je Zeile</translation>
    </message>
    <message>
        <source>Cancel the import</source>
        <translation>Import abbrechen</translation>
    </message>
    <message>
        <source>What was added stays</source>
        <translation>Was hinzugefügt wurde, bleibt</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>How many labels are added</source>
        <translation>Wie viele Schlagwörter hinzugefügt sind</translation>
    </message>
    <message>
        <source>Find or add a label</source>
        <translation>Schlagwort finden oder hinzufügen</translation>
    </message>
    <message>
        <source>{0} labels</source>
        <translation>{0} Schlagwörter</translation>
    </message>
    <message>
        <source>“{0}” is scored on every photo now.</source>
        <translation>Jedes Foto ist jetzt auf „{0}“ geprüft.</translation>
    </message>
    <message>
        <source>Text files (*.txt);;All files (*)</source>
        <translation>Textdateien (*.txt);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Import a list of labels</source>
        <translation>Liste von Schlagwörtern importieren</translation>
    </message>
    <message>
        <source>{0} of {1} labels</source>
        <translation>{0} von {1} Schlagwörtern</translation>
    </message>
    <message>
        <source>Stopped; what was added stays.</source>
        <translation>Angehalten; was hinzugefügt wurde, bleibt.</translation>
    </message>
</context>
</TS>
