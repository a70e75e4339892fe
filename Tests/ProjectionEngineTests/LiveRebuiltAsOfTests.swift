import EventLog
import Foundation
import InteractionModel
import Projections
import StoreConformance
import Testing

@testable import ProjectionEngine

/// The one promise that everything else leans on: live = rebuilt = as-of, for random logs.
@Suite("Random logs: live = rebuilt = as-of = the definition, for every prefix")
struct LiveRebuiltAsOfTests {
  static let isFull = ProcessInfo.processInfo.environment["THROUGHLINE_FULL"] == "1"
  static let seedsPerChunk: UInt64 = isFull ? 200 : 20

  enum Subject: String, CaseIterable {
    case cases, conversations, parties, several, caseState, continuity, archive, archiveInParts
    case index

    var projection: Projection {
      switch self {
      case .cases: Tally.projection(.case)
      case .conversations: Tally.projection(.conversation)
      case .parties: Tally.projection(.party)
      case .several: TallyHomes.projection
      case .caseState: CaseState.projection
      // So small that matters are in parts.
      case .continuity: ContinuityHandoff.projection(pagesOf: 2)
      case .archive: ConversationArchive.projection
      case .archiveInParts: ConversationArchive.projection(inPartsAbove: 2)
      case .index: EntityIndex.projection
      }
    }
  }

  @Test(
    "Random links, merges and unmerges", arguments: Subject.allCases, [UInt64(0), 1, 2])
  func random(subject: Subject, chunk: UInt64) async throws {
    let first = chunk * Self.seedsPerChunk + 1
    for seed in first..<(first + Self.seedsPerChunk) {
      var trial = try await Trial(subject.projection, seed: seed)
      do {
        try trial.run()
      } catch {
        Issue.record("\(subject.rawValue), seed \(seed): \(error)\n\(try trial.story())")
        return
      }
    }
  }
}

/// What does not agree in a trial.
struct Disagreement: Error, CustomStringConvertible {
  let description: String
}

/// One random log and everything that must agree about it.
private struct Trial {
  let projection: Projection
  let log: MemoryEventStore
  let reference: NaiveReference
  let refuses: Bool
  var random: SeededGenerator

  init(_ projection: Projection, seed: UInt64) async throws {
    self.projection = projection
    random = SeededGenerator(seed: seed &* 7_919)
    refuses = projection.name == "Tally" && seed % 3 == 0
    var source = RandomLog(seed: seed, projection: projection.name)
    log = try await LogFixture.log(
      source.events(random.number(8...28), refuses: refuses))
    reference = NaiveReference(projection, try LogFixture.records(of: log))
  }

  var head: Int64 { Int64(reference.records.count) }

  func story() throws -> String { try LogFixture.compact(log) }

  mutating func run() throws {
    try live()
    for last in prefixes() { try rebuilt(at: last) }
    for last in prefixes() { try asOf(last) }
  }

  /// The head always, and some prefixes; in the full tier often all of them.
  private mutating func prefixes() -> [Position] {
    if LiveRebuiltAsOfTests.isFull, random.once(in: 4) { return (1...head).map { Position($0) } }
    return (0..<2).map { _ in Position(Int64(random.number(1...Int(head)))) } + [Position(head)]
  }

  private func check(_ model: any ReadModel, at last: Position, _ what: String) throws {
    let expected = try reference.rows(through: last)
    let rows = try model.allRows()
    guard rows == expected else {
      throw Disagreement(
        description: """
          \(what) at \(last):
          has   \(rows.joined().map(Trial.text).joined(separator: "\n      "))
          wants \(expected.joined().map(Trial.text).joined(separator: "\n      "))
          """)
    }
    guard try StateDigest.compute(model) == reference.digest(of: expected) else {
      throw Disagreement(description: "\(what) at \(last): the digest")
    }
    guard try model.checkpoint() == last, try model.failure() == nil else {
      throw Disagreement(description: "\(what) at \(last): the checkpoint or a failure")
    }
  }

  private static func text(_ row: StoredRow) -> String {
    "\(row.key) of \(row.entity) @\(row.position) \(row.values)"
  }

  /// Catches up in batches of any size, with stops anywhere, with runners old and new.
  private mutating func live() throws {
    let model = MemoryReadModel(projection)
    let runs: [any EventStore] = refuses ? [log] : [log, WrappedLog(log)]
    var runner = ProjectionRunner(log: log, model: model, batchSize: random.number(1...6))
    let singleSteps = random.once(in: 2)
    var last: Int64 = 0
    while last < head {
      last = min(head, last + (singleSteps ? 1 : Int64(random.number(1...7))))
      if random.once(in: 3) {
        runner = ProjectionRunner(
          log: random.pick(runs), model: model, batchSize: random.number(1...9))
      }
      if !refuses, random.once(in: 3) {
        // A log that is cut off there knows nothing of what comes later.
        var other = ProjectionRunner(
          log: WrappedLog(log, cutAfter: Position(last)), model: model,
          batchSize: random.number(1...9))
        try other.catchUp()
      } else {
        try runner.catchUp(through: Position(last))
      }
      try check(model, at: Position(last), "live")
    }
  }

  /// Builds under the links of a prefix, with stops, and goes on live from there.
  private mutating func rebuilt(at last: Position) throws {
    let model = MemoryReadModel(projection)
    var runner = ProjectionRunner(log: log, model: model, batchSize: random.number(1...9))
    try runner.preloadLinks(through: last)
    while model.checkpoint() < last || model.rowsDue() != nil {
      if random.once(in: 2) {
        runner = ProjectionRunner(log: log, model: model, batchSize: random.number(1...9))
      }
      var batches = random.number(1...3)
      try runner.catchUp(through: last) { _ in
        batches -= 1
        return batches > 0
      }
    }
    try check(model, at: last, "rebuilt")
    try runner.catchUp()
    try check(model, at: Position(head), "rebuilt at \(last) and gone on live")
  }

  /// Asks about every entity as of a position, and as of a time within it.
  private mutating func asOf(_ last: Position) throws {
    // The read model may stand anywhere: before, at or behind what is asked for.
    let model = MemoryReadModel(projection)
    var runner = ProjectionRunner(log: log, model: model)
    try runner.catchUp(through: Position(Int64(random.number(0...Int(head)))))
    let time = LogFixture.start.advanced(bySeconds: 3_600 + Int64(random.number(0...45)))
    for until in [nil, time] {
      let rows = try reference.rows(through: last, until: until)
      for fold in projection.folds {
        let table = fold.tables[0]
        let own = zip(projection.tables, rows).first { $0.0 == table }?.1 ?? []
        let questions = try EntityQuestions(
          log: log, model: model, over: fold.kind,
          subset: LogSubset(through: last, occurredThrough: until))
        for entity in RandomLog.entities(fold.kind) {
          let expected = own.first { $0.key == entity }.map { table.fields($0.values) }
          let fields = try questions.fields(of: entity)
          guard fields == expected else {
            throw Disagreement(
              description: """
                \(entity) as of \(last), occurred until \(until.map(String.init) ?? "any"):
                has   \(fields?.canonicalText ?? "nothing")
                wants \(expected?.canonicalText ?? "nothing")
                """)
          }
          try explain(entity, questions, fields ?? JSONObject())
        }
      }
    }
  }

  /// Each field's record is the last whose step changed it, and the steps give the fields again.
  private func explain(
    _ entity: String, _ questions: EntityQuestions, _ fields: JSONObject
  ) throws {
    var composed = JSONObject()
    var causes: [String: Position] = [:]
    for step in try questions.steps(of: entity) {
      for change in step.changes {
        guard composed[change.field] == change.before, change.before != change.after else {
          throw Disagreement(description: "\(entity): a step at \(step.record.position)")
        }
        composed[change.field] = change.after
        // A list that begins empty is not something that a record said.
        if !change.isEmptyStart { causes[change.field] = step.record.position }
      }
    }
    let explanations = try questions.explain(entity)
    guard causes.isEmpty || composed == fields,
      explanations.map(\.field) == fields.members.map(\.key),
      explanations.allSatisfy({
        $0.record?.position == causes[$0.field] && $0.value == fields[$0.field]
      })
    else { throw Disagreement(description: "\(entity): the explanation") }
  }
}
