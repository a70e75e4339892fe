import Foundation

/// A file with an answer as it has to be, in plain text: the command, and what it prints.
///
/// Read by its place in the source tree, so that whoever changes an answer on purpose sees it change
/// in the same commit.
///
/// To renew them, after a change that is meant to change answers:
///
///     THROUGHLINE_RENEW_GOLDEN=1 swift test --filter GoldenTests; git diff Tests
///
/// A file that belongs to no command any more is removed by hand; a test names it.
///
/// Whoever renews has tested nothing: the tests fail when they have written a file, and they write
/// none where `CI` is set.
struct GoldenFile {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Answers")

  /// How the files are asked to be renewed.
  static let variable = "THROUGHLINE_RENEW_GOLDEN"
  static let isRenewing = isRenewing(ProcessInfo.processInfo.environment)

  static func isRenewing(_ environment: [String: String]) -> Bool {
    environment[variable] == "1" && (environment["CI"] ?? "").isEmpty
  }

  /// What is wrong with an answer.
  struct Difference: CustomStringConvertible {
    let description: String
  }

  let name: String
  var folder = GoldenFile.folder
  private var url: URL { folder.appending(path: name) }

  /// The names of the files that there are.
  static func names() throws -> Set<String> {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return Set(paths.filter { $0.hasSuffix(".txt") })
  }

  /// Compares an answer with the file, byte for byte, and writes the file when it is to be renewed;
  /// answers what is wrong, nil when they are the same.
  func compare(_ text: String, isRenewing: Bool = GoldenFile.isRenewing) throws -> Difference? {
    let known = try? Data(contentsOf: url)
    if let known, known.elementsEqual(text.utf8) { return nil }
    if isRenewing {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
      return Difference(description: "\(name) was renewed: look at it, and run the tests again")
    }
    guard let known else {
      return Difference(description: "\(name) is not there; \(GoldenFile.remedy)")
    }
    let lines = LineDifference(old: String(decoding: known, as: UTF8.self), new: text)
    return Difference(
      description: "\(name) is another answer now (- as it was, + as it is)\n\(lines)\n"
        + "If it is meant to be: \(GoldenFile.remedy)")
  }

  private static let remedy = "\(variable)=1 swift test --filter GoldenTests; git diff Tests"
}

/// The lines in which two texts differ, the first of them only.
struct LineDifference: CustomStringConvertible {
  private static let limit = 24
  let description: String

  init(old: String, new: String) {
    let (old, new) = (LineDifference.lines(old), LineDifference.lines(new))
    var removed: [Int: String] = [:]
    var inserted: [Int: String] = [:]
    for change in new.difference(from: old) {
      switch change {
      case .remove(let place, let line, _): removed[place] = line
      case .insert(let place, let line, _): inserted[place] = line
      }
    }
    var shown: [String] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if let line = removed[left] {
        shown.append("@\(left + 1) - \(line)")
        left += 1
      } else if let line = inserted[right] {
        shown.append("@\(right + 1) + \(line)")
        right += 1
      } else {
        left += 1
        right += 1
      }
    }
    let rest = shown.count - LineDifference.limit
    let more = rest > 0 ? ["… and \(rest) lines more"] : []
    description = (shown.prefix(LineDifference.limit) + more).joined(separator: "\n")
  }

  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.count > 200 ? "\(line.prefix(200))…" : String(line)
    }
  }
}
