import Foundation
import Testing

/// A command whose answer is pinned.
struct GoldenCommand: Sendable, CustomTestStringConvertible {
  /// The arguments as they are typed, but for those that every run has.
  let line: String
  /// On which store.
  let store: GoldenStore

  /// Every command of `Commands.txt`, in its order.
  static let all: [GoldenCommand] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Commands.txt")
    // A file that is not there is found by the test that every reading command has an answer.
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    var store = GoldenStore.whole
    return text.split(separator: "\n").flatMap { line -> [GoldenCommand] in
      if line.hasPrefix("#") { return [] }
      if line.hasPrefix("["), let named = GoldenStore(rawValue: String(line.dropFirst().dropLast()))
      {
        store = named
        return []
      }
      let both = " [--json]"
      guard line.hasSuffix(both) else { return [GoldenCommand(line: String(line), store: store)] }
      let shown = String(line.dropLast(both.count))
      return ["", " --json"].map { GoldenCommand(line: shown + $0, store: store) }
    }
  }()

  /// The arguments: words, or what stands in single quotes.
  var arguments: [String] {
    line.split(separator: "'", omittingEmptySubsequences: false).enumerated()
      .flatMap { place, text in
        place % 2 == 1 ? [String(text)] : text.split(separator: " ").map(String.init)
      }
  }

  var isJSON: Bool { arguments.contains("--json") || isLog }
  /// Prints JSON whatever is asked for.
  private var isLog: Bool {
    arguments.first == "log" && !arguments.contains("--csv") && store != .help
  }
  /// Appends, or opens the store as whoever appends does, and so is run on a copy.
  var needsCopy: Bool { arguments.contains("--purpose") || arguments.contains("--dry-run") }

  /// The golden file, by what is typed.
  var file: GoldenFile {
    let folder = store == .whole ? "" : "\(store.rawValue)/"
    var name = ""
    for byte in arguments.filter({ $0 != "--json" }).joined(separator: " ").utf8 {
      let character = Character(Unicode.Scalar(byte))
      switch character {
      case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "@": name.append(character)
      case "-", " ": if !name.hasSuffix("-") { name += "-" }
      case ":", "/": name += "_"
      default: name += "%\(String(byte, radix: 16))"
      }
    }
    let kind = isJSON ? "json" : "shown"
    let group = store == .whole ? "\(arguments.first ?? "")/" : ""
    return GoldenFile(name: "\(folder)\(group)\(name).\(kind).txt")
  }

  var testDescription: String { "\(line)\(store == .whole ? "" : " (\(store.rawValue))")" }
}
