internal import InteractionModel
internal import Queries

/// A timeline as a story: when, who and through which channel, what the event says, and beneath it
/// what people wrote, with their own line breaks.
///
/// Nothing is cut: what does not fit a line goes on beneath it.
struct TimelineView {
  let timeline: Timeline

  func show() {
    for line in lines(width: Terminal.width ?? 80) where StandardStream.output.isHeard {
      print(line)
    }
  }

  /// The lines as they are printed.
  func lines(width: Int) -> [String] {
    let places = timeline.entries.map { "@\($0.record.position)" }
    let column = places.map(\.columns).max() ?? 0
    let margin = 8 + 2 + column + 2
    // Where all of it was recorded long afterwards, as an import of old data is, it is said once.
    let isAllLate =
      timeline.entries.count > 1 && timeline.entries.allSatisfy { $0.learnedAfter != nil }
    var day = ""
    var lines: [String] = []
    for (entry, place) in zip(timeline.entries, places) {
      let record = entry.record
      let (date, clock, offset) = Phrase.parts(
        record.occurred?.text ?? record.recorded.description)
      if "\(date)\(offset)" != day {
        day = "\(date)\(offset)"
        lines.append(
          Terminal.styled("— \(date)\(offset.isEmpty ? "" : " (\(offset))")", .dim))
      }
      let start =
        clock.padding(8) + "  " + Terminal.styled(place.padding(column), .dim) + "  "
      for (index, piece) in pieces(of: entry, late: !isAllLate, width - margin).enumerated() {
        lines.append((index == 0 ? start : String(repeating: " ", count: margin)) + piece)
      }
    }
    if isAllLate, let least = timeline.entries.compactMap(\.learnedAfter).min() {
      lines.append(
        Terminal.styled("all of this was learned \(Phrase.span(least)) later, or more", .dim))
    }
    return lines
  }

  private func pieces(of entry: TimelineEntry, late showsDelay: Bool, _ width: Int) -> [String] {
    let record = entry.record
    let room = max(30, width)
    let who = [Terminal.name(record.actor), record.channel.map { Phrase.code($0.rawValue) }]
      .compactMap { $0 }.joined(separator: ", ")
    let what = EventWords.line(
      record.type.rawValue, entry.summary, by: record.actor?.id)
    var remarks: [String] = []
    if record.lacksUsableTime { remarks.append("time of recording; the source gave none") }
    if showsDelay, let delay = entry.learnedAfter {
      remarks.append("learned \(Phrase.span(delay)) later")
    }
    if entry.namesNothing {
      remarks.append("names no message of this log, so nothing comes of it")
    }
    if let edit = entry.edit { remarks.append("edited later @\(edit)") }
    let remark = remarks.isEmpty ? "" : " (\(remarks.joined(separator: "; ")))"
    let words = TimelineView.words(entry)
    return Card.wrapped("\(who): \(what)\(remark)", room)
      + words.flatMap { Card.wrapped($0, room - 2).map { "  \($0)" } }
  }

  /// What people wrote, line by line; in parentheses why it is not shown.
  static func words(_ entry: TimelineEntry) -> [String] {
    let mark = entry.mark.map { "\($0.word) " } ?? ""
    guard let text = entry.text else { return mark.isEmpty ? [] : [mark] }
    guard text.value != nil || text.state == "opened" else {
      return [mark + (text.state == "notPermitted" ? "(sealed)" : "(\(text.state))")]
    }
    let listed = entry.listed
    let said = entry.said.filter { said in !listed.contains { $0.name == said.name } }
    var lines = said.flatMap { labelled($0.text, $0.name.map { Phrase.code($0) }) }
    for (name, parts) in listed {
      lines.append("\(name == "columns" ? "other columns" : Phrase.code(name)):")
      for part in parts { lines += labelled(part.text, Terminal.safe(part.name)) }
    }
    return lines.enumerated().map { $0 == 0 ? mark + $1 : $1 }
  }

  private static func labelled(_ text: String, _ label: String?) -> [String] {
    Terminal.split(text).enumerated().map { line, text in
      (line == 0 ? label.map { "\($0): " } ?? "" : "") + Terminal.safe(text)
    }
  }
}

extension Timeline {
  /// Prints the page, and above it as of when it is where a point was asked for.
  /// - Parameters:
  ///   - history: the point.
  ///   - asJSON: whether to print JSON.
  func show(as history: AsOfOptions, asJSON: Bool) {
    if asJSON { return Terminal.show(json) }
    if point != nil { Terminal.heading(entity.kind, entity.id, history.heading) }
    TimelineView(timeline: self).show()
    if let next { print(Terminal.styled("more: --after \(next)", .dim)) }
    if isSealed { Terminal.noteSealed() }
  }
}
