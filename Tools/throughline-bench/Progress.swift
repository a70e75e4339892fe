internal import Foundation
internal import Synchronization

/// Says on standard error what is being measured: one line that changes on a terminal, a line for
/// each part of the work, and every few seconds, in a pipe.
final class Progress: Sendable {
  private struct State {
    var label = ""
    var shown = ContinuousClock.now
    var isDrawn = false
  }

  private let isQuiet: Bool
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let state = Mutex(State())

  init(quiet: Bool) {
    isQuiet = quiet
  }

  /// Begins a part of the work.
  func begin(_ label: String) {
    state.withLock { state in
      state.label = label
      state.shown = .now
      show(label, &state)
    }
  }

  /// Says how far the part is, at most ten times a second (every five seconds in a pipe).
  func update(_ done: Int, of total: Int) { update("\(done) of \(total)") }

  /// Says what the part is at, as often.
  func update(_ step: String) {
    state.withLock { state in
      let pause: Duration = isTerminal ? .milliseconds(100) : .seconds(5)
      guard state.shown + pause < .now else { return }
      state.shown = .now
      show("\(state.label): \(step)", &state)
    }
  }

  /// Something that whoever reads the figures should know.
  func note(_ text: String) {
    state.withLock { state in
      clear(&state)
      write("note: \(text)\n")
    }
  }

  /// Removes the line that changes.
  func finish() {
    state.withLock { clear(&$0) }
  }

  private func show(_ text: String, _ state: inout State) {
    guard !isQuiet else { return }
    write(isTerminal ? "\r\u{1B}[K\(text)" : "bench: \(text)\n")
    state.isDrawn = isTerminal
  }

  private func clear(_ state: inout State) {
    if state.isDrawn { write("\r\u{1B}[K") }
    state.isDrawn = false
  }

  private func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
