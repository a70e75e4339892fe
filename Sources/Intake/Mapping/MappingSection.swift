/// A place in a mapping file with the keys that it can have.
///
/// The reader refuses every other key, and the reference page (`MappingReference.md`) lists these,
/// word for word: a test compares them.
struct MappingSection: Sendable {
  /// What the place is called in messages.
  let name: String
  /// Its keys and what each of them means.
  let keys: [(key: String, meaning: String)]

  /// The keys alone.
  var names: [String] { keys.map(\.key) }

  /// All places, in the order in which the page has them.
  static let all = [
    root, csv, time, row, table, defaults, event, actor, part, value, condition,
  ]

  /// The file as a whole.
  static let root = MappingSection(
    name: "a mapping",
    keys: [
      ("source", "the name of the system, one word; part of every minted id. Required"),
      ("csv", "how the file is written"),
      ("time", "how its times are written"),
      (
        "nothing",
        "words of cells that have no value, a list, in place of the usual ones such as "
          + "`NULL`, `N/A` and `-`; `[]` for none. A table or a condition that names such a "
          + "word means the word"
      ),
      ("row", "what tells one row from another. Required"),
      ("tables", "what words of the source become here; a table a name"),
      ("defaults", "what holds for events that do not say it"),
      ("events", "what a row says, a list. Required"),
      (
        "otherwise",
        "what becomes of a row that says no event: `reject`, which is usual, or `keep`, as a note"
      ),
    ])

  /// How the file is written.
  static let csv = MappingSection(
    name: "csv",
    keys: [
      (
        "delimiter",
        "what stands between fields: one ASCII character, or `tab`; else `,`; a first line such as "
          + "`sep=;` in the file says it better, and is obeyed"
      ),
      (
        "encoding",
        "`utf-8`, `iso-8859-1` (or `latin-1`), `windows-1252` (or `cp1252`), `utf-16le` or "
          + "`utf-16be`; a byte order mark in the file says it better, and is obeyed"
      ),
      ("optional", "columns that a file may lack, a list"),
    ])

  /// How times are written.
  static let time = MappingSection(
    name: "time",
    keys: [
      ("zone", "the IANA zone of times and days that name none, such as `America/New_York`"),
      (
        "formats",
        "how times are written, a list that is tried in this order for each cell; else "
          + "`iso8601`"
      ),
      (
        "pivot",
        "the first of the hundred years that two digits of a year can mean, in four digits; else 1970"
      ),
    ])

  /// What tells rows apart.
  static let row = MappingSection(
    name: "row",
    keys: [
      (
        "id",
        "a value that no other row has; `{join: [CASE, STEP]}` when it takes two columns, none of "
          + "them empty. A plain list is the first that is there. Required"
      ),
      (
        "version",
        "a value that grows whenever the row changes: when it was last written, or a number"
      ),
      (
        "group",
        "a value that the rows of one case share, for `first` and `previous`, which go by the rows of "
          + "one file; a row without it is the first of its own"
      ),
    ])

  /// A table.
  static let table = MappingSection(
    name: "a table",
    keys: [
      ("values", "`word of the source: word here`; an empty word means that there is no value"),
      (
        "default",
        "what every other word becomes; without it such a row is rejected, but for a channel or a "
          + "direction, which stands for itself"
      ),
    ])

  /// What events share.
  static let defaults = MappingSection(
    name: "defaults",
    keys: [
      ("stream", "whose stream it is in: `case`, `conversation` or `party`. Required in an event"),
      ("conversation", "a value: the conversation"),
      ("case", "a value: the case"),
      ("party", "a value: the party"),
      ("department", "a value: the department, as the agency calls it"),
      ("channel", "a value: a channel; any other word is sealed and told"),
      (
        "direction",
        "a value: `inbound`, `outbound` or `internal`; any other word is sealed and told"
      ),
      ("actor", "who did it"),
      ("occurred", "a value: when it happened"),
      ("correlation", "a value: what it belongs together with"),
    ])

  /// An event; it can say what the defaults can, too.
  static let event = MappingSection(
    name: "an event",
    keys: [
      ("name", "one word that no other event has; part of the event's id. Required"),
      ("type", "an event type of the vocabulary. Required"),
      ("schema", "the version of the type's fields; else 1"),
      ("when", "a condition: the rows that say this event; else all"),
      (
        "after",
        "names of events of the row: it is said only when one of them was the last that the log has "
          + "of the same state"
      ),
      ("versioned", "`true` makes it new with each version of the row, though it says the same"),
      ("body", "`public field: value`, of the fields that the type has"),
      ("flags", "`flag: condition`"),
      ("sealed", "`name: value` of what only some may read, or a list of parts"),
    ] + defaults.keys)

  /// Who did it.
  static let actor = MappingSection(
    name: "actor",
    keys: [
      ("type", "`party`, `agent`, `system`, `assistant` or another word. Required"),
      ("id", "a value: who"),
    ])

  /// Some sealed data.
  static let part = MappingSection(
    name: "a sealed part",
    keys: [
      ("participant", "a value: whom it is about, in the conversation or the case"),
      ("party", "a value: which party that is"),
      ("fields", "`name: value`"),
      (
        "rest",
        "the name under which goes what no event of the row has whole: columns that the mapping does "
          + "not use, or uses only in a condition, in a table or to make an id of"
      ),
    ])

  /// A value.
  static let value = MappingSection(
    name: "a value",
    keys: [
      ("column", "the text of a column, which its bare name is as well"),
      ("previous", "the text of a column in the row before it of its group; nothing in the first"),
      ("const", "the same in every row"),
      (
        "mint",
        "an id made from the row's id and this name; with `column` or `join`, `true` makes it from "
          + "their text, such as a person's own number"
      ),
      (
        "join",
        "a list of values, one after the other, such as a date and a time of day, which "
          + "are read by the formats of the first; those that are not there are left out, but there is "
          + "no time without the first"
      ),
      ("with", "what stands between joined values; else a space"),
      (
        "formats",
        "how the times of its column are written, in place of those of `time`; said once, "
          + "it holds wherever the mapping uses the column"
      ),
      ("table", "the table to look it up in"),
      ("stripPrefix", "taken away at its beginning"),
      ("stripSuffix", "taken away at its end"),
      ("stripZeros", "`true` takes zeros away at its beginning"),
      ("padZeros", "zeros are put in front up to this many characters"),
      ("prefix", "put in front"),
      ("split", "what stands between several words of a cell, for fields that take several"),
    ])

  /// A condition.
  static let condition = MappingSection(
    name: "a condition",
    keys: [
      ("all", "a list of conditions that all hold; a plain list is the same"),
      ("any", "a list of conditions of which one holds"),
      ("none", "a list of conditions of which none holds"),
      (
        "first",
        "`true` in the first row of its group in the file, and where there is no group; `false` in all "
          + "others"
      ),
      ("before", "two values: the first time is earlier than the second"),
      ("differ", "two values that are both there and are not the same"),
      ("column", "the column that the following look at"),
      ("previous", "the same in the row before it of its group"),
      ("table", "the table to look it up in; they compare with the words it gives"),
      ("present", "`true` when it is there, `false` when it is not"),
      ("equals", "the word that it is"),
      ("not", "the word that it is not"),
      ("in", "a list of words of which it is one"),
      ("notIn", "a list of words of which it is none"),
    ])
}
