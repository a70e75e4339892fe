internal import Foundation
internal import InteractionModel

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

  /// How many columns the terminal has; nil in a pipe.
  static var width: Int? {
    var size = winsize()
    guard isInteractive, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }

  /// A text that is at most so long, and says so when it was cut.
  static func cut(_ text: String, _ limit: Int) -> String {
    text.count <= limit ? text : text.prefix(limit - 1) + "…"
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

  /// When it happened as the source said it, without fractions of a second; in parentheses when
  /// only the time of recording is usable.
  static func time(_ record: Record) -> String {
    guard let text = record.occurred?.text else { return "(\(whole(record.recorded.description)))" }
    return whole(text)
  }

  private static func whole(_ time: String) -> String {
    guard let point = time.firstIndex(of: ".") else { return time }
    let rest = time[point...].dropFirst().drop { $0.isNumber }
    return String(time[..<point] + rest)
  }

  /// A line on standard error, or several; they may repeat what was typed or read.
  static func note(_ text: String) {
    StandardStream.error.write("throughline: \(lines(text))\n")
  }

  /// Prints JSON: on a terminal with what could move its cursor escaped, elsewhere in the
  /// canonical form.
  static func show(_ json: JSONObject) {
    print(shown(json: JSONValue.object(json).canonicalText))
  }

  /// A value as people read it: strings without quotes, lists with commas.
  static func plain(_ value: JSONValue?) -> String {
    switch value {
    case nil, .null?: "–"
    case .string(let text)?: safe(text)
    case .int(let number)?: String(number)
    case .bool(let truth)?: truth ? "yes" : "no"
    case .array(let elements)?:
      elements.isEmpty ? "none" : elements.map { plain($0) }.joined(separator: ", ")
    case .object(let object)?:
      plain(object)
    }
  }

  /// Members with their names; what is zero goes without saying, and nested objects are set apart.
  private static func plain(_ object: JSONObject) -> String {
    guard !object.isEmpty else { return "none" }
    let isNested = object.members.contains { $0.value.object != nil }
    return object.members.filter { $0.value != .int(0) }
      .map { "\($0.key)\($0.value.object != nil ? ":" : "") \(plain($0.value))" }
      .joined(separator: isNested ? "; " : ", ")
  }
}
