internal import Compliance
internal import Foundation
internal import InteractionModel
internal import Queries

/// What is shown to people: aligned, coloured only on a terminal.
enum Terminal {
  static let isInteractive = isatty(STDOUT_FILENO) == 1
  static let isColoured =
    isInteractive && ProcessInfo.processInfo.environment["NO_COLOR"] == nil

  enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"
  }

  static func styled(_ text: String, _ style: Style) -> String {
    isColoured ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// The zone in which times are shown; nil when as their sources said them.
  @TaskLocal static var zone: LocalZone?

  /// How many columns the terminal has; in a pipe what `COLUMNS` says, nil when it says nothing.
  static var width: Int? { width(of: STDOUT_FILENO) }

  /// How wide what is laid out is: cards, transcripts, timelines.
  static var page: Int { min(width ?? 80, 120) }

  private static func width(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      let columns = ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }
      return columns.flatMap { $0 > 0 ? $0 : nil }
    }
    return Int(size.ws_col)
  }

  /// Prints sentences in lines that are no longer than a terminal is wide; in a pipe each is a line.
  static func say(_ text: String, _ style: Style? = nil) {
    for line in wrapped(text, width) { print(style.map { styled(line, $0) } ?? line) }
  }

  /// The same after an empty line.
  static func paragraph(_ text: String, _ style: Style? = nil) {
    print("")
    say(text, style)
  }

  /// Prints what an answer is about, its name set off, and an empty line.
  static func heading(_ kind: String, _ name: String, _ rest: String = "") {
    let name = safe(name)
    for line in Card.wrapped("\(kind) \(name)\(rest)", page) {
      print(line.replacing(name, with: styled(name, .bold), maxReplacements: 1))
    }
    print("")
  }

  /// Lines that are no longer than some columns; where it is not known how many, as they are.
  private static func wrapped(_ text: String, _ width: Int?) -> [String] {
    split(text).flatMap { Card.wrapped($0, width ?? .max) }
  }

  /// A text that takes at most so many columns, and says so when it was cut.
  static func cut(_ text: String, _ limit: Int) -> String {
    text.columns <= limit ? text : text.prefix(columns: limit - 1) + "…"
  }

  /// An id for people: of a UUID its first digits, which suffice to tell two apart on a screen.
  static func short(_ id: String) -> String {
    EventID(id) == nil ? safe(id) : "\(id.prefix(8))…"
  }

  /// Who acted, for people.
  static func name(_ actor: Actor?) -> String {
    guard let actor else { return "–" }
    return actor.id.map { "\(actor.type) \(short($0))" } ?? actor.type
  }

  /// When it happened, in the format of ``Phrase/time(_:)-(String)``; in parentheses when only the
  /// time of recording is usable.
  static func time(_ record: Record) -> String {
    record.occurred.map { Phrase.time($0.text) }
      ?? "(\(Phrase.time(record.recorded.description)))"
  }

  /// A line on standard error, or several; they may repeat what was typed or read.
  static func note(_ text: String) {
    complain("throughline: \(text)")
  }

  /// Writes what went wrong on standard error, in lines that fit where a terminal shows it.
  static func complain(_ text: String) {
    StandardStream.error.write(
      wrapped(lines(text), width(of: STDERR_FILENO)).joined(separator: "\n") + "\n")
  }

  /// Prints JSON: on a terminal with what could move its cursor escaped, elsewhere in the
  /// canonical form.
  static func show(_ json: JSONObject) {
    print(shown(json: json.answerText))
  }

  /// A value as people read it: strings without quotes, lists with commas, those of objects with
  /// semicolons.
  /// - Parameters:
  ///   - value: any value.
  ///   - keepsLines: whether lines stay lines and are not marked as such.
  /// - Returns: the text.
  static func plain(_ value: JSONValue?, keepingLines keepsLines: Bool = false) -> String {
    switch value {
    case nil, .null?: "–"
    case .string(let text)?:
      isTime(text) ? Phrase.time(text) : keepsLines ? lines(text) : safe(text)
    case .int(let number)?: String(number)
    case .bool(let truth)?: truth ? "yes" : "no"
    case .array(let elements)?:
      elements.isEmpty
        ? "none"
        : elements.map { plain($0, keepingLines: keepsLines) }
          .joined(separator: elements.contains { $0.object != nil } ? "; " : ", ")
    case .object(let object)?: plain(object, keepsLines)
    }
  }

  private static func isTime(_ text: String) -> Bool {
    text.utf8.count > 10 && Timestamp(text) != nil
  }

  /// Members with their names; what is zero goes without saying, and nested objects are set apart.
  private static func plain(_ object: JSONObject, _ keepsLines: Bool) -> String {
    guard !object.isEmpty else { return "none" }
    let isNested = object.members.contains { $0.value.object != nil }
    return object.members.filter { $0.value != .int(0) }
      .map { member in
        let mark = member.value.object != nil ? ":" : ""
        // What was done is said in words wherever it stands.
        let value = member.key == "what" ? Phrase.code(member.value) : nil
        return "\(member.key)\(mark) \(value ?? plain(member.value, keepingLines: keepsLines))"
      }
      .joined(separator: isNested ? "; " : ", ")
  }
}
