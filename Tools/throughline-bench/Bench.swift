internal import Foundation

/// What every part of a run shares.
struct Bench {
  /// How many events most figures are measured with.
  let events: Int
  let seed: UInt64
  /// How often each pair is measured; medians are shown.
  let rounds: Int
  /// The figures that are asked for.
  let kinds: Set<FigureKind>
  let progress: Progress
  private let folder: String

  /// A run whose databases are put into a folder of its own within `folder`.
  init(
    events: Int, seed: UInt64, rounds: Int, kinds: Set<FigureKind>, folder: String,
    progress: Progress
  ) throws {
    self.events = events
    self.seed = seed
    self.rounds = rounds
    self.kinds = kinds
    self.progress = progress
    self.folder = "\(folder)/run-\(getpid())"
    Bench.removeAbandoned(in: folder)
    try FileManager.default.createDirectory(
      atPath: self.folder, withIntermediateDirectories: true)
  }

  func wants(_ kinds: FigureKind...) -> Bool { kinds.contains(where: self.kinds.contains) }

  /// A path in the run's folder.
  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// Removes a database or a store, so that no more than what is measured lies on the disk.
  func remove(_ name: String) {
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path(name) + suffix)
    }
  }

  /// Removes what runs left behind that were killed.
  private static func removeAbandoned(in folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasPrefix("run-") {
      guard let owner = pid_t(name.dropFirst(4)), kill(owner, 0) != 0, errno == ESRCH else {
        continue
      }
      try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
  }

  /// Removes everything the run has made.
  func removeAll() {
    try? FileManager.default.removeItem(atPath: folder)
    // Only goes when no other run is at work in it.
    rmdir((folder as NSString).deletingLastPathComponent)
  }
}
