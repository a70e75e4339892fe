internal import Compliance
internal import InteractionModel
internal import Projections
internal import Queries

/// Entries of a transcript as lines: when, who, what was said, and what became of it.
struct TranscriptView {
  let page: TranscriptPage
  private var entries: [Document<EntryField>] { page.entries }
  private var opened: OpenedReferences { page.words }

  func show() {
    for line in lines(width: Terminal.page) { print(line) }
  }

  /// The lines as they are printed.
  func lines(width: Int) -> [String] {
    let names = entries.map { Terminal.cut(Phrase.who($0[.author]), 22) }
    let column = names.map(\.columns).max() ?? 0
    let margin = 8 + 2 + column + 2
    var day = ""
    var lines: [String] = []
    for (entry, name) in zip(entries, names) {
      let (date, clock, offset) = Phrase.parts(entry[.time]?.string ?? "")
      if "\(date)\(offset)" != day {
        day = "\(date)\(offset)"
        let zone = offset.isEmpty ? "" : " (\(offset))"
        lines.append(Terminal.styled("— \(date)\(zone)", .dim))
      }
      let isLine = !entry.isSaid
      let start =
        clock.padding(8) + "  "
        + Terminal.styled(name.padding(column), isLine ? .dim : .cyan) + "  "
      let pieces = body(of: entry, isLine).flatMap { piece in
        Terminal.split(piece.text).flatMap { line in
          Card.wrapped(line, max(30, width - margin)).map { text in
            piece.style.map { Terminal.styled(text, $0) } ?? text
          }
        }
      }
      for (index, piece) in (pieces.isEmpty ? [""] : pieces).enumerated() {
        lines.append(index == 0 ? start + piece : String(repeating: " ", count: margin) + piece)
      }
    }
    return lines
  }

  private func body(
    of entry: Document<EntryField>, _ isLine: Bool
  ) -> [(text: String, style: Terminal.Style?)] {
    var pieces: [(text: String, style: Terminal.Style?)] = []
    if isLine {
      pieces.append((happened(entry), .dim))
      if let words = opened.shown(entry[.text]) { pieces.append((words, nil)) }
      return pieces
    }
    let mark = page.mark(of: entry)?.word
    let words = said(entry)
    let style: Terminal.Style? =
      switch entry[.state]?.string {
      case "duplicate": .dim
      case "redacted": .red
      default: mark == nil ? nil : .yellow
      }
    pieces.append(([mark, words].compactMap { $0 }.joined(separator: " "), style))
    let remarks = remarks(on: entry)
    if !remarks.isEmpty { pieces.append(("(\(remarks.joined(separator: "; ")))", .dim)) }
    if let delivery = entry.part(.delivery, of: AmendmentField.self), delivery[.state] == "failed" {
      let code = Phrase.code(delivery[.error]).map { ": \($0)" } ?? ""
      pieces.append(("not delivered\(code)", .red))
    }
    return pieces
  }

  private func said(_ entry: Document<EntryField>) -> String {
    switch entry[.state]?.string {
    case "duplicate":
      let first = entry[.duplicateOf]?.int.map { " of @\($0)" } ?? ""
      return "doubled delivery\(first)"
    case "redacted":
      let redaction = entry.part(.redacted, of: AmendmentField.self)
      let authority = Phrase.code(redaction?[.authority]).map { ", \($0)" } ?? ""
      let what = entry.isOfNothing ? "redaction of what is not here," : "redacted"
      return "\(what) \(Phrase.time(redaction?[.time])) by "
        + Phrase.who(redaction?[.author]) + authority
    default: break
    }
    let attachments = entry.texts(.attachments).map {
      "[attachment \(Terminal.cut(Terminal.safe($0), 13))]"
    }
    let words =
      opened.shown(entry[.text]) ?? (attachments.isEmpty ? "(no text)" : nil)
    return ([words].compactMap { $0 } + attachments).joined(separator: " ")
  }

  private func remarks(on entry: Document<EntryField>) -> [String] {
    var remarks: [String] = []
    if entry[.state] == "orphan" { remarks.append("of a message that the log does not have") }
    let edits = entry.parts(.edits, of: AmendmentField.self)
    if let edit = edits.last, entry[.state] != "redacted" {
      let times = edits.count == 1 ? "edited" : "edited \(edits.count) times, last"
      remarks.append("\(times) \(Phrase.time(edit[.time])) by \(Phrase.who(edit[.author]))")
    }
    if let response = entry.part(.response, of: UsedField.self) {
      let version = response[.version].map { " v\(Terminal.plain($0))" } ?? ""
      remarks.append("response \(Terminal.plain(response[.id]))\(version)")
    }
    let flags = entry.texts(.flags)
    let said = [
      "late": "delivered late: recorded \(Phrase.time(entry[.recorded]))",
      "parent_missing": "answers a message that the log does not have",
      "no_usable_time": "time of recording; the source gave no usable one",
      "pending": "transcript to come", "inferred": "inferred by a machine",
    ]
    remarks += flags.filter { $0 != "orphan" && $0 != "duplicate" }.map { flag in
      said[flag] ?? Terminal.safe(flag.replacing("_", with: " "))
    }
    return remarks
  }

  /// What happened, from the type and the fields of its body: `· ivr node entered: menu`.
  private func happened(_ entry: Document<EntryField>) -> String {
    let author = entry.part(.author, of: AuthorField.self)
    let line = EventWords.line(
      entry[.type]?.string ?? "?", EventSummary(entry[.detail]?.object ?? JSONObject()),
      by: author?[.id]?.string)
    let flags = entry.texts(.flags)
    let marks = flags.isEmpty ? "" : " (\(flags.map(Terminal.safe).joined(separator: ", ")))"
    return "· " + line + marks
  }
}
