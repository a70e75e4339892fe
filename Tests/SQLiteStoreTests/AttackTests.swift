internal import EventLog
internal import InteractionModel
internal import Merkle
internal import StoreConformance
internal import Testing

@testable import SQLiteStore

/// What somebody does to a log who has its file and SQLite, but not its signing key.
private enum Attack: CaseIterable {
  case alter, deleteLast, deleteMiddle, insert, swap, indexColumn, tile, recompute, rollBack, resign

  /// Whether the log by itself cannot tell: what was kept elsewhere does.
  var leavesItConsistent: Bool {
    [.recompute, .rollBack, .resign].contains(self)
  }
}

/// A log that is attacked on copies.
private struct AttackedLog {
  let directory: TestDirectory
  /// The same log as it was, closed in order, before its last records: each has other records.
  let older: [TestDirectory]
  /// The last checkpoint, kept elsewhere.
  let outside: Checkpoint

  /// A log of some 600 records.
  /// - Parameter states: how many older states of it are kept.
  /// - Throws: when it cannot be made.
  init(states: Int) async throws {
    directory = try await PlainLog.make(events: 399)
    var older: [TestDirectory] = []
    var maker = EventMaker(seed: 71)
    var checkpoint: Checkpoint?
    for state in 0..<states {
      older.append(try TestDirectory(copying: directory.path))
      let store = try PlainLog.open(directory.path)
      try await store.append(plain: maker.events(200 / states))
      if state == states / 2 || state == states - 1 {
        checkpoint = try PlainLog.signHead(of: store).checkpoint
      }
      try store.close()
    }
    self.older = older
    outside = try #require(checkpoint)
  }

  func problems(_ copy: TestDirectory, against outside: Checkpoint?) throws -> [LogProblem] {
    try SQLiteEventStore.verify(directory: copy.path, against: outside, limit: 5) { _ in true }
      .problems
  }

  /// Does it to a copy, differently for each state of the dice.
  /// - Returns: the copy, and what was done, in words that no other attack has.
  func attacked(
    _ attack: Attack, _ dice: inout SeededGenerator
  ) throws -> (copy: TestDirectory, what: String) {
    if attack == .rollBack {
      let state = dice.number(0...older.count - 1)
      return (try TestDirectory(copying: older[state].path), "\(attack) \(state)")
    }
    let copy = try TestDirectory(copying: directory.path)
    let place = Int64(dice.number(2...Int(outside.size) - 1))
    var detail = "@\(place)"
    try RawConnection("\(copy.path)/log.db").withoutTriggers { raw in
      switch attack {
      case .alter:
        var line = try raw.line(place)
        let (byte, bit) = (dice.number(0...line.count - 1), dice.number(0...7))
        line[byte] ^= UInt8(1 << bit)
        detail += " byte \(byte) bit \(bit)"
        try raw.set(line, at: place)
      case .deleteLast:
        try raw.rows("DELETE FROM record WHERE position > ?", [.integer(place)])
      case .deleteMiddle:
        try raw.rows("DELETE FROM record WHERE position = ?", [.integer(place)])
      case .insert:
        try raw.rows(
          "INSERT INTO record SELECT ?, recorded, leaf, line FROM record WHERE position = ?",
          [.integer(Int64(outside.size) + 1), .integer(place)])
      case .swap:
        let (first, second) = (try raw.line(place), try raw.line(place + 1))
        try raw.set(second, at: place)
        try raw.set(first, at: place + 1)
      case .indexColumn:
        let column = dice.pick(["recorded = recorded + 1", "leaf = randomblob(32)"])
        detail += " \(column)"
        try raw.rows("UPDATE record SET \(column) WHERE position = ?", [.integer(place)])
      case .tile:
        detail = try raw.alterTile(&dice)
      case .recompute, .resign:
        var line = try raw.line(place)
        let schema = try #require(line.firstRange(of: Array(#""schema":"#.utf8))).upperBound
        line[schema] = UInt8(ascii: line[schema] == UInt8(ascii: "1") ? "2" : "1")
        try raw.set(line, at: place)
        let key = attack == .resign ? try SigningKey(name: PlainLog.origin) : nil
        if let key { try raw.name(key.verifier) }
        try raw.recompute(signedBy: key)
      case .rollBack: break
      }
    }
    return (copy, "\(attack) \(detail)")
  }
}

extension RawConnection {
  fileprivate func line(_ position: Int64) throws -> [UInt8] {
    let rows = try self.rows("SELECT line FROM record WHERE position = ?", [.integer(position)])
    guard case .blob(let line)? = rows.first?.first else { throw RawFailure(code: 0, message: "") }
    return line
  }

  /// Alters a bit of a tile or of its root.
  /// - Returns: which.
  fileprivate func alterTile(_ dice: inout SeededGenerator) throws -> String {
    let column = dice.pick(["hashes", "root"])
    let tiles = try rows("SELECT \(column), level, number FROM tile ORDER BY level, number")
    let tile = dice.number(0...tiles.count - 1)
    guard case .blob(var bytes) = tiles[tile][0] else { throw RawFailure(code: 0, message: "") }
    let (byte, bit) = (dice.number(0...bytes.count - 1), dice.number(0...7))
    bytes[byte] ^= UInt8(1 << bit)
    try rows(
      "UPDATE tile SET \(column) = ? WHERE level = ? AND number = ?",
      [.blob(bytes), tiles[tile][1], tiles[tile][2]])
    return "\(column) of \(tile) byte \(byte) bit \(bit)"
  }

  /// Writes a line with the leaf that belongs to it.
  fileprivate func set(_ line: [UInt8], at position: Int64) throws {
    try rows(
      "UPDATE record SET line = ?, leaf = ? WHERE position = ?",
      [.blob(line), .blob(Hash.leaf(line).bytes), .integer(position)])
  }

  /// Lets the birth record name another key.
  fileprivate func name(_ key: VerifierKey) throws {
    guard var birth = try JSONValue(parsing: line(1)).object,
      var body = birth["body"]?.object
    else { return }
    body["signingKey"] = .string(key.description)
    birth["body"] = .object(body)
    try set(birth.canonicalBytes, at: 1)
  }

  /// Makes the tree anew, and what was signed of it where there is a key.
  fileprivate func recompute(signedBy key: SigningKey?) throws {
    let sizes = try rows("SELECT size FROM checkpoint").map(\.first)
    for table in ["tile", "checkpoint"] { try rows("DELETE FROM \(table)") }
    var tree = GrowingTree()
    for case .blob(let line)? in try rows("SELECT line FROM record ORDER BY position").map(\.first)
    {
      tree.append(Hash.leaf(line))
      for (tile, root) in tree.takeFullTiles() {
        try rows(
          "INSERT INTO tile (level, number, root, hashes) VALUES (?, ?, ?, ?)",
          [
            .integer(Int64(tile.id.level)), .integer(Int64(tile.id.index)), .blob(root.bytes),
            .blob(tile.bytes),
          ])
      }
      guard let key, sizes.contains(.integer(Int64(tree.count))) else { continue }
      let signed = try Checkpoint(origin: PlainLog.origin, size: tree.count, root: tree.root)
        .signed(by: key)
      try rows(
        "INSERT INTO checkpoint (size, note) VALUES (?, ?)",
        [.integer(Int64(tree.count)), .blob(signed.bytes)])
    }
  }
}

@Suite("Attacks on a log, with SQLite and patience", .guardedAgainstHanging)
struct AttackTests {
  @Test("A thousand different ones are all found, and nothing is found in untouched copies")
  func thousand() async throws {
    let count = Tier.isFull ? 1_000 : 50
    let log = try await AttackedLog(states: count / Attack.allCases.count)
    var done: Set<String> = []
    for seed in 0..<UInt64(count) {
      var dice = SeededGenerator(seed: 7_100 + seed)
      let attack = Attack.allCases[Int(seed) % Attack.allCases.count]
      var (copy, what) = try log.attacked(attack, &dice)
      while done.contains(what) { (copy, what) = try log.attacked(attack, &dice) }
      done.insert(what)
      let alone = try log.problems(copy, against: nil)
      if attack.leavesItConsistent {
        #expect(alone == [], "\(what): made consistent with itself")
        #expect(try log.problems(copy, against: log.outside) != [], "\(what)")
      } else {
        #expect(alone != [], "\(what)")
      }
      guard seed % 10 == 0 else { continue }
      let untouched = try TestDirectory(copying: log.directory.path)
      #expect(try log.problems(untouched, against: log.outside) == [], "untouched")
    }
    print("\(done.count) different attacks on a log were found")
    #expect(done.count == count)
  }

  @Test("A checkpoint that was signed by another key is not that of the log's own")
  func otherKey() async throws {
    let log = try await AttackedLog(states: 1)
    var dice = SeededGenerator(seed: 7_200)
    let copy = try log.attacked(.resign, &dice).copy
    let store = try PlainLog.open(copy.path)
    let signed = try #require(try store.lastCheckpoint())
    let own = try PlainLog.signingKey.orThrow().verifier
    #expect(throws: NoteError.notSigned(by: [PlainLog.origin])) { try signed.verify(with: own) }
    try store.close()
  }
}
