internal import Compliance
internal import InteractionModel
internal import Queries

extension OpenedReferences {
  /// The words for people, safe for a terminal, in their own lines; in parentheses why there are none.
  /// - Parameter value: a reference.
  /// - Returns: the words; nil when there is nothing in that place.
  func shown(_ value: JSONValue?) -> String? {
    switch self[value] {
    case .text(let texts): texts.map { Terminal.lines($0.text) }.joined(separator: " – ")
    case .withheld("no_purpose"): "(sealed)"
    case .withheld(let because): "(\(because.replacing("_", with: " ")))"
    case .nothing: nil
    }
  }

  /// The words in the first of the places of a reference that has any; nil where nothing is open.
  func first(_ value: JSONValue?) -> String? {
    guard case .text(let texts) = self[value], let first = texts.first else { return nil }
    return Terminal.cut(Terminal.lines(first.text), 320)
  }

  /// The words in quotation marks, all of them: of a decision nothing is left out; nil where nothing is
  /// open.
  func words(_ value: JSONValue?) -> String? {
    if case .text = self[value] { quoted(value, limit: .max) } else { nil }
  }

  /// The words in quotation marks, with when they were edited, if they were; in parentheses why there
  /// are none.
  /// - Parameters:
  ///   - value: a reference.
  ///   - limit: how long the words may be: those of pages would push the rest off the screen, and
  ///     `--json` and the transcript have them whole.
  /// - Returns: the words; nil when there is nothing in that place.
  func quoted(_ value: JSONValue?, limit: Int = 320) -> String? {
    guard let words = shown(value) else { return nil }
    let edited = edit(value).map { " (edited \(Terminal.time($0)))" } ?? ""
    guard case .text = self[value] else { return words }
    return "“\(Terminal.cut(words, limit))”\(edited)"
  }

  /// What people want, in lines: what the matter was opened with, and the first and the last that they
  /// wrote; of what stays closed only why.
  func lines(of own: OwnWords) -> [String] {
    let (opening, told) = (quoted(own.opening), own.told.compactMap { quoted($0) })
    let all = [opening].compactMap(\.self) + told
    guard all.contains(where: { $0.hasPrefix("“") }) else {
      return Set(all).sorted()
    }
    guard own.isMore, let first = told.first, told.count > 1 else { return all }
    return [opening, first, "… more …", told.last].compactMap(\.self)
  }

  /// One line that says what stays closed and what opens it; nil when nothing does.
  var withheldLine: String? {
    let counts = withheldCounts
    guard !counts.isEmpty else { return nil }
    return counts.sorted { $0.key < $1.key }.map { because, count in
      switch because {
      case "no_purpose": "\(count) sealed; --purpose TEXT opens them, and is recorded"
      case "erased", "redacted": "\(count) \(because)"
      case "unavailable": "\(count) unavailable; run `throughline verify --open`"
      default: "\(count) not permitted for this purpose"
      }
    }.joined(separator: "; ")
  }
}
