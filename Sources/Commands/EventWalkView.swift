internal import Foundation
internal import InteractionModel
internal import ProjectionEngine
internal import Queries

/// Shows something event by event, and after each what it says and what it changed.
///
/// Events one after the other that change nothing but counts are one line. On a terminal one goes on
/// from place to place, back, to a number, or to words; in a pipe everything comes at once.
struct EventWalkView {
  /// An event, or some of which none changes anything but counts.
  private struct Place {
    var steps: [EntityStep]
    var isQuiet: Bool
  }

  private let walk: EventWalk
  private let places: [Place]
  private let width: Int

  /// A walk.
  /// - Parameters:
  ///   - walk: the events.
  ///   - isFolded: whether those that change nothing but counts are one line.
  ///   - width: how wide a line may be.
  init(_ walk: EventWalk, isFolded: Bool, width: Int = Terminal.width ?? 80) {
    self.walk = walk
    self.width = width
    places = walk.steps.reduce(into: []) { places, step in
      let isQuiet = EventWalkView.changes(of: step, width).isEmpty
      if isFolded, isQuiet, let last = places.indices.last, places[last].isQuiet {
        places[last].steps.append(step)
      } else {
        places.append(Place(steps: [step], isQuiet: isQuiet))
      }
    }
  }

  func show() throws {
    guard Terminal.isInteractive && isatty(STDIN_FILENO) == 1 else {
      for place in places where StandardStream.output.isHeard {
        lines(of: place).forEach { print($0) }
        if Interruption.isRequested { throw CancellationError() }
      }
      return
    }
    try lead()
  }

  // MARK: On a terminal

  private func lead() throws {
    var current = 0
    while StandardStream.output.isHeard, places.indices.contains(current) {
      lines(of: places[current]).forEach { print($0) }
      if Interruption.isRequested { throw CancellationError() }
      guard let next = try ask(at: current) else { return }
      current = next
    }
  }

  /// Where to go from a place; nil to stop.
  private func ask(at current: Int) throws -> Int? {
    let question = Terminal.styled(prompt(at: current), .dim)
    while true {
      guard let answer = try Terminal.ask(question) else { return nil }
      switch step(answer, from: current) {
      case .to(let place):
        if answer.hasPrefix("/"), walk.isSealed { print("(\(EventWalkView.unsearched))") }
        return place
      case .stop: return nil
      case .expand:
        for step in places[current].steps { lines(of: step).forEach { print($0) } }
      case .nowhere:
        print(nowhere(answer))
      }
    }
  }

  /// What is asked at a place: in one line with room for an answer.
  func prompt(at current: Int) -> String {
    "\(counter(current)) – Enter: next, b: back, @N: go, /text: find, e: more, q: stop "
  }

  /// What a search cannot say without a purpose.
  private static let unsearched =
    "what people said was not searched: it is sealed, and --purpose TEXT opens it"

  /// What an answer means.
  enum Move: Equatable {
    case to(Int)
    case expand
    case stop
    case nowhere
  }

  /// What an answer means at a place.
  func step(_ answer: String, from current: Int) -> Move {
    switch answer.lowercased() {
    case "": return current + 1 < places.count ? .to(current + 1) : .stop
    case "b": return .to(max(0, current - 1))
    case "e": return .expand
    case "q": return .stop
    default: break
    }
    if answer.hasPrefix("/") {
      let words = answer.dropFirst().lowercased()
      let order = Array(places.indices[(current + 1)...]) + Array(places.indices[...current])
      let found = order.first { place in
        places[place].steps.contains { step in
          searched(of: step).contains { $0.lowercased().contains(words) }
        }
      }
      return found.map(Move.to) ?? .nowhere
    }
    let isPosition = answer.hasPrefix("@")
    guard let number = Int64(isPosition ? String(answer.dropFirst()) : answer) else {
      return .nowhere
    }
    let place = places.firstIndex { place in
      place.steps.contains { step in
        isPosition
          ? step.record.position.rawValue == number
          : Int64(index(of: step) + 1) == number
      }
    }
    return place.map(Move.to) ?? .nowhere
  }

  /// Why an answer leads nowhere.
  func nowhere(_ answer: String) -> String {
    let words = Terminal.safe(answer)
    if answer.hasPrefix("/") {
      return "nothing has “\(words.dropFirst())”"
        + (walk.isSealed ? "; \(EventWalkView.unsearched)" : "")
    }
    if answer.hasPrefix("@"), Int64(answer.dropFirst()) != nil {
      return "no event of this walk stands at \(words)"
    }
    return Int64(answer) == nil
      ? "“\(words)” is none of the answers"
      : "there are \(walk.steps.count) events, and no \(words)"
  }

  private func index(of step: EntityStep) -> Int {
    walk.steps.firstIndex { $0.record.position == step.record.position } ?? 0
  }

  /// `12 of 340`, or `12–15 of 340` for events that are one line.
  private func counter(_ place: Int) -> String {
    let before = places[..<place].reduce(0) { $0 + $1.steps.count }
    let count = places[place].steps.count
    let range = count == 1 ? "\(before + 1)" : "\(before + 1)–\(before + count)"
    return "\(range) of \(walk.steps.count)"
  }

  // MARK: Lines

  private func lines(of place: Place) -> [String] {
    guard place.steps.count > 1, let first = place.steps.first, let last = place.steps.last else {
      return place.steps.flatMap(lines)
    }
    let types = place.steps.reduce(into: [String]()) { types, step in
      let words = EventWords.type(step.record.type.rawValue)
      if !types.contains(words) { types.append(words) }
    }
    let text =
      "@\(first.record.position)–@\(last.record.position) \(place.steps.count) events that change "
      + "nothing but counts: \(types.joined(separator: ", "))"
    return Card.wrapped(text, width - 4).enumerated().map { index, piece in
      Terminal.styled(index == 0 ? piece : "    \(piece)", .dim)
    }
  }

  /// What the event says in public.
  private func heading(of step: EntityStep) -> String {
    let record = step.record
    let said = EventWords.line(
      record.type.rawValue, EventSummary(record), by: record.actor?.id)
    let channel = record.channel.map { " via \(Phrase.code($0.rawValue))" } ?? ""
    return "@\(record.position) \(Terminal.time(record)) \(said)\(channel), "
      + Terminal.name(record.actor)
  }

  private func lines(of step: EntityStep) -> [String] {
    let head = Card.wrapped(heading(of: step), width - 4).enumerated().map { index, piece in
      index == 0 ? Terminal.styled(piece, .bold) : "    \(piece)"
    }
    let words = walk.entries[step.record.position].map(TimelineView.words) ?? []
    let said = words.flatMap { Card.wrapped($0, width - 6) }.map { "      \($0)" }
    let changes = EventWalkView.changes(of: step, width - 4)
    return head + said
      + (changes.isEmpty ? ["nothing but counts"] : changes).map { "    \($0)" }
  }

  /// What a search looks at, however it is broken into lines: no marks for what is closed.
  private func searched(of step: EntityStep) -> [String] {
    let words = walk.entries[step.record.position]?.said.map(\.text) ?? []
    return [heading(of: step)] + words + EventWalkView.changes(of: step, .max)
  }

  /// The name of a field, be it of what is walked or of its case.
  private static func own(_ field: String) -> String {
    field.hasPrefix(EventWalk.casePrefix)
      ? String(field.dropFirst(EventWalk.casePrefix.count)) : field
  }

  /// What is worth a line: not that every event counts and touches, nor that a field begins empty.
  private static func changes(of step: EntityStep, _ width: Int) -> [String] {
    step.changes.filter { !["counts", "last", "lastTouch"].contains(own($0.field)) }
      .flatMap { ChangeLines.lines($0, width: width) }
  }
}
