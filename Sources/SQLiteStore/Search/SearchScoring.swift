internal import Foundation
internal import GRDB
internal import GRDBSQLite

/// BM25 over all shards of an index, as functions within SQLite's full-text tables.
///
/// The formula is FTS5's own `bm25()` (k1 = 1.2, b = 0.75, the inverse document frequency not below
/// 1e-6), with two differences: the number of documents, their average length and how many have a
/// word are those of the whole index, so that the shards' scores can be compared; and the forms of
/// one word count as one word. Where there is one shard and one form of each word, the scores are
/// those of `bm25()`.
struct SearchScoring {
  /// What a search looks for: each group is a word with its forms, a phrase, or a beginning.
  let weights: [Double]
  /// To which group each phrase of the expression belongs, in the order in which they stand in it;
  /// −1 for those that are not scored.
  let groups: [Int]
  /// How many words a document has on average.
  let averageLength: Double

  static let k1 = 1.2
  static let b = 0.75

  /// The inverse document frequency.
  /// - Parameters:
  ///   - documents: how many there are.
  ///   - found: how many have the word.
  /// - Returns: the weight of the word, above 0.
  static func weight(documents: Int64, found: Int64) -> Double {
    let weight = log((Double(documents) - Double(found) + 0.5) / (Double(found) + 0.5))
    return weight > 0 ? weight : 1e-6
  }

  /// The parameter of the functions: doubles in the machine's order.
  var parameter: [UInt8] {
    var numbers = [averageLength, Double(weights.count)]
    numbers += weights
    numbers += groups.map(Double.init)
    return numbers.withUnsafeBytes { Array($0) }
  }

  /// Adds `relevance(words, parameter)`, the score, and `contributions(words, parameter)`, the
  /// summand of each group as a blob of doubles, to a connection.
  static func register(on database: Database) throws {
    guard let connection = database.sqliteConnection else {
      throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "connection is closed")
    }
    // FTS5 hands out its interface through a query with a typed pointer (fts5.h).
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, nil) == SQLITE_OK else {
      throw DatabaseError(message: "this SQLite has no full-text search (FTS5)")
    }
    defer { sqlite3_finalize(statement) }
    var interface: UnsafeMutablePointer<fts5_api>?
    withUnsafeMutablePointer(to: &interface) { pointer in
      pointerType.utf8Start.withMemoryRebound(
        to: CChar.self, capacity: pointerType.utf8CodeUnitCount + 1
      ) { type in
        _ = sqlite3_bind_pointer(statement, 1, pointer, type, nil)
        _ = sqlite3_step(statement)
      }
    }
    guard let interface, let create = interface.pointee.xCreateFunction else {
      throw DatabaseError(message: "this SQLite has no full-text search (FTS5)")
    }
    for (name, function) in [("relevance", relevance), ("contributions", contributions)] {
      guard create(interface, name, nil, function, nil) == SQLITE_OK else {
        throw DatabaseError(message: "cannot add the function \(name)")
      }
    }
  }

  private static let pointerType: StaticString = "fts5_api_ptr"

  private typealias Values = UnsafeMutablePointer<OpaquePointer?>?

  private static let relevance: fts5_extension_function = { api, context, result, count, values in
    SearchScoring.withContributions(api, context, result, count, values) { sums in
      sqlite3_result_double(result, sums.reduce(0, +))
    }
  }

  private static let contributions: fts5_extension_function = {
    api, context, result, count, values in
    SearchScoring.withContributions(api, context, result, count, values) { sums in
      let bytes = UnsafeRawBufferPointer(sums)
      sqlite3_result_blob64(
        result, bytes.baseAddress, UInt64(bytes.count), SearchScoring.transient)
    }
  }

  /// `SQLITE_TRANSIENT`: SQLite copies the bytes before the call returns.
  private static var transient: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }

  /// Computes the summand of each group for the current row.
  private static func withContributions(
    _ api: UnsafePointer<Fts5ExtensionApi>?, _ context: OpaquePointer?,
    _ result: OpaquePointer?, _ count: Int32, _ values: Values,
    _ body: (UnsafeMutableBufferPointer<Double>) -> Void
  ) {
    guard let api = api?.pointee, count == 1, let value = values?[0],
      let blob = sqlite3_value_blob(value)
    else { return sqlite3_result_error(result, "one parameter is missing", -1) }
    let numbers = UnsafeRawBufferPointer(start: blob, count: Int(sqlite3_value_bytes(value)))
    func number(_ index: Int) -> Double {
      numbers.loadUnaligned(fromByteOffset: index * 8, as: Double.self)
    }
    let size = numbers.count / 8
    guard size >= 2, number(1) >= 0, Int(number(1)) <= size - 2 else {
      return sqlite3_result_error(result, "the parameter is malformed", -1)
    }
    let groups = Int(number(1))
    withUnsafeTemporaryAllocation(of: Double.self, capacity: groups) { sums in
      sums.initialize(repeating: 0)
      var instances: Int32 = 0
      var code = api.xInstCount(context, &instances)
      for index in 0..<max(0, instances) where code == SQLITE_OK {
        var phrase: Int32 = 0
        var column: Int32 = 0
        var offset: Int32 = 0
        code = api.xInst(context, index, &phrase, &column, &offset)
        let place = 2 + groups + Int(phrase)
        guard code == SQLITE_OK, place < size else { continue }
        let group = Int(number(place))
        if group >= 0, group < groups { sums[group] += 1 }
      }
      var length: Int32 = 0
      if code == SQLITE_OK { code = api.xColumnSize(context, -1, &length) }
      guard code == SQLITE_OK else { return sqlite3_result_error_code(result, code) }
      let saturation = k1 * (1 - b + b * Double(length) / number(0))
      for group in 0..<groups {
        let frequency = sums[group]
        sums[group] = number(2 + group) * (frequency * (k1 + 1)) / (frequency + saturation)
      }
      body(sums)
    }
  }
}
