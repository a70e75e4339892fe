public import InteractionModel

extension EventStore {
  /// Walks over the bytes of records in position order: page by page, for stores without a better
  /// way.
  /// - Parameters:
  ///   - range: between which positions; the direction is always forward.
  ///   - body: borrows the line and the stored leaf; answers whether to go on.
  /// - Throws: ``StorageFault``, or what `body` throws.
  public func scan(
    in range: ReadRange,
    _ body: (_ position: Position, _ line: UnsafeRawBufferPointer, _ leaf: UnsafeRawBufferPointer)
      throws -> Bool
  ) throws {
    var range = range
    range.reverse = false
    try forEachRecord(in: range) { stored in
      try stored.line.withUnsafeBytes { line in
        try stored.leaf.withUnsafeBytes { leaf in try body(stored.position, line, leaf) }
      }
    }
  }

  /// Walks over the bytes of some records: one after the other, for stores without a better way.
  /// - Parameters:
  ///   - positions: which, in the order in which they are wanted; those that the log does not have are
  ///     passed over.
  ///   - body: borrows the line and the stored leaf; answers whether to go on.
  /// - Throws: ``StorageFault``, or what `body` throws.
  public func scan(
    at positions: [Position],
    _ body: (_ position: Position, _ line: UnsafeRawBufferPointer, _ leaf: UnsafeRawBufferPointer)
      throws -> Bool
  ) throws {
    for position in positions {
      guard let stored = try record(at: position) else { continue }
      let goesOn = try stored.line.withUnsafeBytes { line in
        try stored.leaf.withUnsafeBytes { leaf in try body(position, line, leaf) }
      }
      guard goesOn else { return }
    }
  }

  /// Walks through the decoded records in position order, up to where the log ends at the start.
  ///
  /// Reads and decodes on all cores, in bounded memory, and checks no leaf: for programs of others
  /// that go through a log. Where only some records are wanted, ``forEachRecord(_:in:pageSize:_:)``
  /// with their selector; projections have a reader of their own, which recomputes every leaf.
  /// - Parameters:
  ///   - range: between which positions; the direction is always forward.
  ///   - body: is given each record in turn, by one thread at a time but not always the same;
  ///     answers whether to go on. It may ask the store.
  /// - Throws: ``StorageFault`` that names the position of a record that cannot be read, after
  ///   those before it have been given to `body`; or what `body` throws.
  public func forEachDecoded(
    in range: ReadRange = ReadRange(), _ body: (Record) throws -> Bool
  ) throws {
    try OrderedPieces(of: range, head: head().position).forEach { range in
      try self.piece(range)
    } take: { piece in
      for record in piece.records {
        guard try body(record) else { return false }
      }
      if let fault = piece.fault { throw fault }
      return true
    }
  }

  /// The decoded records of a range that fits into memory, up to the first that is no record.
  package func piece(_ range: ReadRange) throws -> (records: [Record], fault: StorageFault?) {
    var records: [Record] = []
    records.reserveCapacity(Int(range.through.rawValue - range.after.rawValue))
    var fault: StorageFault?
    let memo = TextMemo()
    try scan(in: range) { position, line, _ in
      do throws(RecordError) {
        records.append(try Record(line: line, memo: memo))
        return true
      } catch {
        fault = .unreadable(position, error)
        return false
      }
    }
    return (records, fault)
  }
}

extension StorageFault {
  /// The fault of a record whose bytes are no record.
  static func unreadable(_ position: Position, _ error: RecordError) -> StorageFault {
    StorageFault(
      code: .corrupt, reason: "the record at position \(position) cannot be read",
      remedy: "run \(.verify)", cause: error.reason)
  }
}
