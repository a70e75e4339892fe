import Foundation
import Testing

/// Real input beside the project, and the project's own files.
enum RealData {
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let folder = root.deletingLastPathComponent().appending(path: "shared/data")
  static let absent: Comment = "../shared/data is absent: tests on real input are skipped"

  static let boston = "service-requests/boston311-2015-04-13_2015-05-24.csv"
  static let chicago = "service-requests/chicago-open311-requests.json"
  static let badJSON = "vectors/json-test-suite/test_parsing"
  static let naughty = "vectors/naughty-strings/blns.json"

  static func path(_ name: String) -> String { folder.appending(path: name).path }
  static func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: path(name))
  }
  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path(name))))
  }
  static func mapping(_ name: String) -> String {
    root.appending(path: "Tools/mappings/\(name).yaml").path
  }
}

/// Whether what takes long is asked for.
let isFull = ProcessInfo.processInfo.environment["THROUGHLINE_FULL"] == "1"

/// Python, which counts independently of this project's code.
enum Python {
  static let path: String? = {
    let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"
    return folders.split(separator: ":").map { "\($0)/python3" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()
  static let absent: Comment = "python3 is absent: independent counts are skipped"

  /// Runs a script and answers what it prints.
  static func run(_ script: String, _ arguments: String...) throws -> Output {
    guard let path else { throw UnexpectedEnd("python3 is absent") }
    let words = ["-c", script] + arguments
    let output = try RunningTool(
      path, words, in: NSTemporaryDirectory(),
      environment: ProcessInfo.processInfo.environment
    ).finish()
    guard output.code == 0 else { throw UnexpectedEnd("python3: \(output.errors)") }
    return output
  }
}
