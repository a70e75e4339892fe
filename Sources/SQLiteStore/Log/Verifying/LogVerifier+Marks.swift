internal import EventLog
internal import GRDB
internal import InteractionModel
internal import struct InteractionModel.Record
internal import Merkle

/// Where a look goes on from, and where it notes how far it is.
struct MarksInUse {
  fileprivate let marks: VerificationMarks
  private var last = ContinuousClock.now

  init(_ marks: VerificationMarks) {
    self.marks = marks
  }

  /// Whether so much time has passed since the last mark that it is time for another.
  fileprivate mutating func isDue() -> Bool {
    let now = ContinuousClock.now
    guard now - last >= marks.interval else { return false }
    last = now
    return true
  }
}

/// Marks: the records before one are not looked at again.
///
/// Records never change, so that what was found of the first ones stays true; what was signed of them
/// and the root of their tree must still be what they were, or the look begins with the first record.
/// The indexes are looked at whole, each time: a mark has the sum of what the records imply of them.
extension LogVerifier {
  /// Takes what a record says of keys and erasures; most say nothing.
  mutating func takeRegistered(_ record: Record) {
    guard record.stream == .log || record.stream == .erasures else { return }
    registered.append(record.position.rawValue)
    erasures.note(record)
  }

  /// Notes how far the look is, when it is time; not once anything was found, which is for a look from
  /// the first record to find again.
  mutating func noteMark() {
    guard problems.isEmpty, keys.missing.isEmpty, let tree, tree.hasTiles, let checkpoints,
      size == Int64(tree.count), marks?.isDue() == true, let marks = marks?.marks
    else { return }
    let signed = checkpoints.digest(through: size)
    var state: JSONObject = [
      "attachments": .int(attached), "checkpoints": .string(signed.base64),
      "implied": implied.words.json, "isAnyKeyFound": .bool(keys.isAnyFound),
      "recorded": .int(recorded), "registered": .array(registered.map { .int($0) }),
      "secret": secret.words.json,
    ]
    state["amendments"] = amended.map { .int($0) }
    state["readings"] = readings.map { .int($0) }
    if let outside { state["outside"] = outside.json }
    marks.keep(VerificationMark(size: size, root: tree.root, made: marks.now(), state: state))
  }

  /// Goes on from a mark, if the log still begins with what was looked at; otherwise with the first
  /// record.
  mutating func resume(_ database: Database) throws {
    guard let mark = marks?.marks.from, try LogQuery.head(database).position.rawValue >= mark.size,
      let kept = try keptTree(database, size: mark.size), kept.root == mark.root,
      isStillSigned(mark), let records = try registered(mark, database),
      let secret = mark.state["secret"]?.words.flatMap(IndexSum.Secret.init),
      let implied = mark.state["implied"]?.words.flatMap({ IndexSum($0) }),
      let attached = mark.state["attachments"]?.int, let recorded = mark.state["recorded"]?.int,
      let isAnyKeyFound = mark.state["isAnyKeyFound"]?.bool,
      // An index that the log was given meanwhile is looked at from its first row.
      (mark.state["amendments"]?.int == nil) == (amended == nil),
      (mark.state["readings"]?.int == nil) == (readings == nil)
    else { return }
    for record in records {
      checkKeys(record)
      takeRegistered(record)
      if record.position == Position(1) { try checkBirth(database, record) }
    }
    self.secret = secret
    self.implied = implied
    self.attached = attached
    self.recorded = recorded
    amended = mark.state["amendments"]?.int
    readings = mark.state["readings"]?.int
    keys.isAnyFound = isAnyKeyFound
    checkpoints?.passOver(through: mark.size)
    tree = kept
    size = mark.size
    resumed = mark
  }

  /// The tree over the first records as its tiles have it; nil when they are no tree.
  private func keptTree(_ database: Database, size: Int64) throws -> TreeInCheck? {
    guard tree?.hasTiles == true else { return nil }
    var tree = TreeInCheck(hasTiles: true)
    for first in stride(from: 0, to: size, by: Tile.width) {
      let id = try TileID(
        level: 0, index: UInt64(first) >> Tile.height,
        width: Int(min(Int64(Tile.width), size - first)))
      guard let hashes = try? TileTable.hashes(database, in: id) else { return nil }
      for (tile, root) in hashes.flatMap({ tree.append($0) })
      where try !TileTable.has(tile, root, database) { return nil }
    }
    return tree
  }

  /// Whether what was signed of the records before a mark is what it was.
  private func isStillSigned(_ mark: VerificationMark) -> Bool {
    guard let checkpoints,
      mark.state["checkpoints"]?.string == checkpoints.digest(through: mark.size).base64
    else { return false }
    guard let outside, outside.size <= UInt64(mark.size) else { return true }
    // The look that made the mark has compared it with the tree on the way.
    return mark.state["outside"] == outside.json
  }

  /// The records that say of keys and erasures before a mark; nil when they cannot be read.
  private func registered(_ mark: VerificationMark, _ database: Database) throws -> [Record]? {
    guard let places = mark.state["registered"]?.array?.compactMap(\.int) else { return nil }
    let records = try places.compactMap { place in
      try LogQuery.record(database, at: Position(place)).flatMap { try? $0.decoded() }
    }
    return records.count == places.count ? records : nil
  }
}

extension [UInt64] {
  /// In hexadecimal: numbers in JSON hold 53 bits.
  fileprivate var json: JSONValue { .array(map { .string(String($0, radix: 16)) }) }
}

extension JSONValue {
  /// What `[UInt64].json` wrote; nil when it is something else.
  fileprivate var words: [UInt64]? {
    guard let array else { return nil }
    let words = array.compactMap { $0.string.flatMap { UInt64($0, radix: 16) } }
    return words.count == array.count ? words : nil
  }
}

extension Checkpoint {
  fileprivate var json: JSONValue {
    .string("\(origin) \(size) \(root.base64)")
  }
}
