internal import GRDB
internal import GRDBSQLite
internal import Search

/// A document that a search found.
struct SearchMatch: Sendable {
  let position: Int64
  var score: Double

  /// Whether it comes before another one.
  func precedes(_ other: SearchMatch) -> Bool {
    score != other.score ? score > other.score : position < other.position
  }
}

/// Takes what an expression finds in a shard, one document after another, and keeps the best.
///
/// It is handed to SQLite as the parameter of `collected(words, collector)`, which answers nothing:
/// no row has to be made for a document that is not among the best, and none is looked up
/// elsewhere, since the lengths are at hand.
final class SearchCollector {
  private let lengths: SearchLengths
  private let averageLength: Double
  private let limit: Int
  // What is asked for each document is read without the counting of references that arrays bring.
  private let weights: UnsafeMutableBufferPointer<Double>
  private let groups: UnsafeMutableBufferPointer<Int>
  /// A heap: the worst of the best is the first.
  private var heap: [SearchMatch] = []
  /// How often the document at hand has each group.
  private let counts: UnsafeMutableBufferPointer<Double>

  /// How many documents were taken.
  private(set) var total = 0

  init(_ scoring: SearchScoring, _ lengths: SearchLengths, limit: Int) {
    self.lengths = lengths
    self.limit = limit
    averageLength = scoring.averageLength
    weights = .allocate(capacity: scoring.weights.count)
    _ = weights.initialize(from: scoring.weights)
    groups = .allocate(capacity: scoring.groups.count)
    _ = groups.initialize(from: scoring.groups)
    counts = .allocate(capacity: scoring.weights.count)
    counts.initialize(repeating: 0)
  }

  deinit {
    weights.deallocate()
    groups.deallocate()
    counts.deallocate()
  }

  /// The best documents, best first.
  var best: [SearchMatch] { heap.sorted { $0.precedes($1) } }

  /// Takes everything that a statement finds.
  /// - Parameters:
  ///   - statement: its first parameter is the collector.
  ///   - body: is given each row.
  /// - Throws: what SQLite or the body throws.
  func run(_ statement: SQLiteStatement, _ body: (SQLiteRow) throws -> Void = { _ in }) throws {
    // The collector outlives the statement's run, and the parameter is taken back after it.
    statement.bind(Unmanaged.passUnretained(self).toOpaque(), SearchCollector.type, at: 1)
    defer { statement.bind(nil as String?, at: 1) }
    try withExtendedLifetime(self) {
      try statement.forEachRow { row in
        try body(row)
        return true
      }
    }
  }

  private static let type: StaticString = "throughline_collector"

  private typealias Values = UnsafeMutablePointer<OpaquePointer?>?

  /// `collected(words, collector)`: takes the document at hand.
  static let collected: fts5_extension_function = { api, context, result, count, values in
    guard let api, let collector = SearchCollector.of(values, count)
    else { return sqlite3_result_error(result, "the collector is missing", -1) }
    let code = collector.take(api, context)
    guard code == SQLITE_OK else { return sqlite3_result_error_code(result, code) }
    sqlite3_result_int(result, 0)
  }

  /// `contributions(words, collector)`: what each group brings to the document at hand.
  static let contributions: fts5_extension_function = { api, context, result, count, values in
    guard let api, let collector = SearchCollector.of(values, count)
    else { return sqlite3_result_error(result, "the collector is missing", -1) }
    let code = collector.weigh(api, context)
    guard code == SQLITE_OK else { return sqlite3_result_error_code(result, code) }
    // The buffer is the next document's as well: SQLite copies the bytes (`SQLITE_TRANSIENT`).
    let bytes = UnsafeRawBufferPointer(collector.counts)
    sqlite3_result_blob64(
      result, bytes.baseAddress, UInt64(bytes.count),
      unsafeBitCast(-1, to: sqlite3_destructor_type.self))
  }

  private static func of(_ values: Values, _ count: Int32) -> SearchCollector? {
    guard count == 1, let value = values?[0],
      let pointer = sqlite3_value_pointer(value, SearchCollector.type.characters)
    else { return nil }
    return Unmanaged<SearchCollector>.fromOpaque(pointer).takeUnretainedValue()
  }

  private func take(_ api: UnsafePointer<Fts5ExtensionApi>, _ context: OpaquePointer?) -> Int32 {
    total += 1
    guard limit > 0 else { return SQLITE_OK }
    let code = weigh(api, context)
    guard code == SQLITE_OK else { return code }
    var score = 0.0
    for contribution in counts { score += contribution }
    let match = SearchMatch(position: api.pointee.xRowid(context), score: score)
    if heap.count < limit {
      add(match)
    } else if match.precedes(heap[0]) {
      replaceWorst(match)
    }
    return SQLITE_OK
  }

  /// Puts what each group brings to the document at hand into `counts`.
  private func weigh(_ api: UnsafePointer<Fts5ExtensionApi>, _ context: OpaquePointer?) -> Int32 {
    var length = lengths.words(at: api.pointee.xRowid(context))
    var code = length > 0 ? SQLITE_OK : api.pointee.xColumnSize(context, -1, &length)
    if code == SQLITE_OK { code = count(api, context) }
    let saturation = BM25.saturation(length: Int(length), averageLength: averageLength)
    for group in counts.indices {
      counts[group] = BM25.score(counts[group], weight: weights[group], saturation: saturation)
    }
    return code
  }

  /// Counts how often the document at hand has each group.
  ///
  /// Each phrase's places are walked through by themselves: FTS5's list of all instances sorts them
  /// by place, which nobody asks for.
  private func count(_ api: UnsafePointer<Fts5ExtensionApi>, _ context: OpaquePointer?) -> Int32 {
    for group in counts.indices { counts[group] = 0 }
    var places = Fts5PhraseIter()
    var column: Int32 = 0
    var offset: Int32 = 0
    // Several forms at one place that begin alike are found there once.
    var last: Int32 = -1
    for phrase in groups.indices {
      let group = groups[phrase]
      guard group >= 0 else { continue }
      let code = api.pointee.xPhraseFirst(context, Int32(phrase), &places, &column, &offset)
      guard code == SQLITE_OK else { return code }
      last = -1
      while column >= 0 {
        if offset != last { counts[group] += 1 }
        last = offset
        api.pointee.xPhraseNext(context, &places, &column, &offset)
      }
    }
    return SQLITE_OK
  }

  private func add(_ match: SearchMatch) {
    heap.append(match)
    var child = heap.count - 1
    while child > 0, case let parent = (child - 1) / 2, heap[parent].precedes(heap[child]) {
      heap.swapAt(parent, child)
      child = parent
    }
  }

  private func replaceWorst(_ match: SearchMatch) {
    heap[0] = match
    var parent = 0
    while true {
      var worst = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && heap[worst].precedes(heap[child]) {
        worst = child
      }
      guard worst != parent else { return }
      heap.swapAt(parent, worst)
      parent = worst
    }
  }
}

extension StaticString {
  /// The string for C.
  var characters: UnsafePointer<CChar> {
    UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
  }
}
