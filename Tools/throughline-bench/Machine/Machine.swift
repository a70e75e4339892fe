internal import Foundation
internal import GRDBSQLite

/// What the figures were measured on.
struct Machine: Encodable {
  let processor: String
  let cores: Int
  let memoryMB: Int
  let kernel: String
  /// Device and file system of the folder that was measured.
  let disk: String
  let sqlite: String
  let swift: String
  let date: String
  let commit: String

  /// Describes this machine.
  /// - Parameter folder: a folder on the disk that is measured.
  init(folder: String) {
    func value(_ path: String, _ name: String) -> String? {
      KernelAccount.lines(path).first { $0.hasPrefix(name) }?.split(separator: ":").last.map {
        $0.trimmingCharacters(in: .whitespaces)
      }
    }
    processor = value("/proc/cpuinfo", "model name") ?? "unknown"
    cores = ProcessInfo.processInfo.activeProcessorCount
    memoryMB = Int(ProcessInfo.processInfo.physicalMemory / 1_000_000)
    kernel = KernelAccount.lines("/proc/sys/kernel/osrelease").first.map(String.init) ?? "unknown"
    disk = Machine.disk(of: folder)
    sqlite = String(cString: sqlite3_libversion())
    swift = Machine.answer("swift", "--version").flatMap { Machine.version(in: $0) } ?? "unknown"
    date = Date().formatted(.iso8601)
    guard let head = Machine.answer("git", "rev-parse", "HEAD") else {
      commit = "unknown"
      return
    }
    // What the same run has kept already is no change of the program.
    let changes = Machine.answer(
      "git", "status", "--porcelain", "--untracked-files=no", "--", ":(top)",
      ":(top,exclude)\(ResultFile.folder)")
    commit = changes == "" ? head : head + " with changes"
  }

  private static func version(in text: String) -> String? {
    text.split(separator: "\n").first { $0.contains("Swift version") }.map(String.init)
  }

  /// The device and file system that a folder lies on: the longest mount point above it.
  private static func disk(of folder: String) -> String {
    let path = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    let mounts = KernelAccount.lines("/proc/mounts").map {
      $0.split(separator: " ").map(String.init)
    }
    let above = mounts.filter { fields in
      fields.count > 2
        && (fields[1] == "/" || path == fields[1] || path.hasPrefix(fields[1] + "/"))
    }
    guard let mount = above.max(by: { $0[1].count < $1[1].count }) else { return "unknown" }
    return "\(mount[0]) \(mount[2])"
  }

  /// What a program prints; nil when it cannot be run or fails.
  private static func answer(_ arguments: String...) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
