internal import Compliance
internal import InteractionModel
internal import Projections

/// Entries of a transcript as lines: when, who, what was said, and what became of it.
struct TranscriptView {
  let entries: [JSONObject]
  let opened: OpenedReferences

  func show() {
    for line in lines(width: min(Terminal.width ?? 100, 120)) { print(line) }
  }

  /// The lines as they are printed.
  func lines(width: Int) -> [String] {
    let names = entries.map { Terminal.cut(Phrase.who($0[EntryField.author]), 22) }
    let column = names.map(\.count).max() ?? 0
    let margin = 8 + 2 + column + 2
    var day = ""
    var lines: [String] = []
    for (entry, name) in zip(entries, names) {
      let (date, clock, offset) = Phrase.parts(entry[EntryField.time]?.string ?? "")
      if "\(date)\(offset)" != day {
        day = "\(date)\(offset)"
        let zone = offset.isEmpty ? "" : " (\(offset))"
        lines.append(Terminal.styled("— \(date)\(zone)", .dim))
      }
      let isLine = !TranscriptView.isSaid(entry)
      let start =
        clock.padding(8) + "  "
        + Terminal.styled(name.padding(column), isLine ? .dim : .cyan) + "  "
      let pieces = body(of: entry, isLine).flatMap { piece in
        Card.wrapped(piece.text, max(30, width - margin)).map { text in
          piece.style.map { Terminal.styled(text, $0) } ?? text
        }
      }
      for (index, piece) in (pieces.isEmpty ? [""] : pieces).enumerated() {
        lines.append(index == 0 ? start + piece : String(repeating: " ", count: margin) + piece)
      }
    }
    return lines
  }

  /// Whether somebody said it; what merely happened is shown as a line.
  private static func isSaid(_ entry: JSONObject) -> Bool {
    switch entry[EntryField.type]?.string {
    case "message.received", "message.sent", "message.edited", "message.redacted", "note.added",
      "transcript.added":
      true
    default: entry[EntryField.text] != nil
    }
  }

  private var hasPublicEntries: Bool {
    entries.contains { $0[EntryField.visibility] == "public" && TranscriptView.isSaid($0) }
  }

  private func body(
    of entry: JSONObject, _ isLine: Bool
  ) -> [(text: String, style: Terminal.Style?)] {
    if isLine { return [(happened(entry), .dim)] }
    var pieces: [(text: String, style: Terminal.Style?)] = []
    let mark = mark(of: entry)
    let words = said(entry)
    let style: Terminal.Style? =
      switch entry[EntryField.state]?.string {
      case "duplicate": .dim
      case "redacted": .red
      default: mark == nil ? nil : .yellow
      }
    pieces.append(([mark, words].compactMap { $0 }.joined(separator: " "), style))
    let remarks = remarks(on: entry)
    if !remarks.isEmpty { pieces.append(("(\(remarks.joined(separator: "; ")))", .dim)) }
    if let error = entry[EntryField.delivery]?[AmendmentField.state], error == "failed" {
      let code =
        Phrase.code(entry[EntryField.delivery]?[AmendmentField.error]).map { ": \($0)" } ?? ""
      pieces.append(("not delivered\(code)", .red))
    }
    return pieces
  }

  /// `[internal]` or `[private]`, where somebody could take it for public.
  private func mark(of entry: JSONObject) -> String? {
    switch entry[EntryField.visibility]?.string {
    case "internal"?: "[internal]"
    case "private"? where entry[EntryField.type] == "note.added" || hasPublicEntries: "[private]"
    default: nil
    }
  }

  private func said(_ entry: JSONObject) -> String {
    switch entry[EntryField.state]?.string {
    case "duplicate":
      let first = entry[EntryField.duplicateOf]?.int.map { " of @\($0)" } ?? ""
      return "doubled delivery\(first)"
    case "redacted":
      let authority =
        Phrase.code(entry[EntryField.redacted]?[AmendmentField.authority]).map { ", \($0)" } ?? ""
      return "redacted \(Phrase.time(entry[EntryField.redacted]?[AmendmentField.time])) by "
        + Phrase.who(entry[EntryField.redacted]?[AmendmentField.author]) + authority
    default: break
    }
    let attachments = (entry[EntryField.attachments]?.array ?? []).compactMap(\.string).map {
      "[attachment \(Terminal.cut(Terminal.safe($0), 13))]"
    }
    let words = opened.shown(entry[EntryField.text]) ?? (attachments.isEmpty ? "(no text)" : nil)
    return ([words].compactMap { $0 } + attachments).joined(separator: " ")
  }

  private func remarks(on entry: JSONObject) -> [String] {
    var remarks: [String] = []
    if entry[EntryField.state] == "orphan" {
      remarks.append("of a message that the log does not have")
    }
    if let edit = entry[EntryField.edits]?.array?.last, entry[EntryField.state] != "redacted" {
      let count = entry[EntryField.edits]?.array?.count ?? 0
      let times = count == 1 ? "edited" : "edited \(count) times, last"
      remarks.append(
        "\(times) \(Phrase.time(edit[AmendmentField.time])) by \(Phrase.who(edit[AmendmentField.author]))"
      )
    }
    if let response = entry[EntryField.response] {
      let version = response[UsedField.version].map { " v\(Terminal.plain($0))" } ?? ""
      remarks.append("response \(Terminal.plain(response[UsedField.id]))\(version)")
    }
    let flags = (entry[EntryField.flags]?.array ?? []).compactMap(\.string)
    let said = [
      "late": "delivered late: recorded \(Phrase.time(entry[EntryField.recorded]))",
      "parent_missing": "answers a message that the log does not have",
      "no_usable_time": "time of recording; the source gave no usable one",
      "pending": "transcript to come", "inferred": "inferred by a machine",
    ]
    remarks += flags.filter { $0 != "orphan" && $0 != "duplicate" }.map { flag in
      said[flag] ?? Terminal.safe(flag.replacing("_", with: " "))
    }
    return remarks
  }

  /// What happened, from the type and the codes of its body: `· ivr node entered: menu`.
  private func happened(_ entry: JSONObject) -> String {
    let type = (entry[EntryField.type]?.string ?? "?").replacing(".", with: " ").replacing(
      "_", with: " ")
    var detail = entry[EntryField.detail]?.object ?? JSONObject()
    var codes: [String] = []
    // Where to, as people say it, in place of six fields.
    let target = ["toDepartment", "toChannel", "toQueue", "toAgent"].compactMap { name in
      detail[name]?.string.map(Terminal.short)
    }
    if !target.isEmpty { codes.append("→ " + target.joined(separator: " ")) }
    for name in detail.members.map(\.key) where name.hasPrefix("to") || name.hasPrefix("from") {
      detail[name] = nil
    }
    // Ids that only machines read say nothing here, and who did it stands before the line.
    for name in ["agent", "case", "contact"] { detail[name] = nil }
    codes += detail.members.compactMap { member in
      if let text = member.value.string {
        guard EventID(text) == nil else { return nil }
        return "\(member.key) \(Terminal.safe(text.replacing("_", with: " ")))"
      }
      return "\(member.key) \(Terminal.plain(member.value))"
    }
    let flags = (entry[EntryField.flags]?.array ?? []).compactMap(\.string)
    let marks = flags.isEmpty ? "" : " (\(flags.map(Terminal.safe).joined(separator: ", ")))"
    return "· " + Terminal.safe(type) + (codes.isEmpty ? "" : ": " + codes.joined(separator: ", "))
      + marks
  }
}

extension String {
  /// The text followed by spaces up to a width.
  fileprivate func padding(_ width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }
}
