internal import ArgumentParser
internal import EventLog
internal import Foundation
internal import InteractionModel
internal import Operations
internal import Synchronization

/// The file that says how far a verification has come: one that is not there yet, or a mark.
struct VerificationMarkFile: Sendable {
  private static let longest = 64 << 20

  /// Where the verification goes on from, and where it notes how far it is.
  let marks: VerificationMarks
  private let place: String

  /// A file that nothing is written to yet.
  /// - Parameters:
  ///   - path: as the user wrote it.
  ///   - keyFile: the file of the master key in force.
  /// - Throws: `ValidationError` when something else is there, or it may not be written.
  init(_ path: String, keyFile: String?) throws {
    let target = try OutputTarget(path, option: "--resume", keyFile: keyFile)
    guard case .file(let place) = target.form else {
      throw ValidationError("--resume “\(path)”: a mark is read again; name a file")
    }
    var from: VerificationMark?
    if FileStatus(at: place) != nil {
      let there = try RegularFile(place).contents(limit: VerificationMarkFile.longest)
      from = VerificationMark(there)
      guard from != nil || there.isEmpty else {
        throw ValidationError(
          "--resume “\(path)”: it is there and is no mark of a verification; name another file")
      }
    }
    self.place = place
    let isWritten = Mutex(true)
    marks = VerificationMarks(from: from, now: { WallClock.system.now() }) { mark in
      do {
        let file = try OutputFile(target)
        try file.write(mark.bytes)
        try file.publish()
      } catch {
        // Whoever cannot note how far it is verifies all the same; one word of it is enough.
        let isNews = isWritten.withLock { exchange(&$0, with: false) }
        if isNews { Terminal.note("how far it is cannot be noted: \(error.said)") }
      }
    }
  }

  /// Removes the file: what it was for is done.
  /// - Parameter found: what the verification found.
  func remove(after found: Verification) {
    if marks.from != nil, found.resumed == nil {
      Terminal.note(
        "“\(place)” is of other records than the log begins with: went on from none")
    }
    // Whoever has put something else there meanwhile keeps it.
    guard let there = try? RegularFile(place).contents(limit: VerificationMarkFile.longest),
      there.isEmpty || VerificationMark(there) != nil
    else { return }
    unlink(place)
  }
}
