internal import EventLog
internal import Glibc
internal import InteractionModel
internal import Projections

/// Takes the links of the log into a read model before any record is folded.
struct LinkReader {
  let log: any EventStore
  let model: any ReadModel
  /// The last record whose links count.
  let target: Position
  /// The last record whose links are known.
  private(set) var position: Position
  private var repeated = RepeatedLinks()

  init(
    log: any EventStore, model: any ReadModel, through target: Position
  ) throws(StorageFault) {
    self.log = log
    self.model = model
    self.target = target
    position = try model.linksThrough()
  }

  /// Takes the links of records.
  /// - Parameters:
  ///   - links: all links since the position, and perhaps some from before it.
  ///   - position: the last record that was read for links.
  /// - Throws: ``/EventLog/StorageFault`` when the model cannot be written.
  mutating func take(_ links: [Link], through position: Position) throws {
    let end = min(position, target)
    let new = repeated.dropped(
      from: links.filter { $0.position > self.position && $0.position <= end }
    ) { _ in nil }
    guard end > self.position, !new.isEmpty || end == target else { return }
    try model.commit(
      ReadModelBatch(
        links: new, checkpoint: .start, linksThrough: end, leaf: log.leaf(at: end)))
    self.position = end
  }

  /// Stores what was merged away, which follows from the links alone, though no record may belong
  /// to it.
  ///
  /// All at once: from then on no links are added.
  /// - Parameter stop: asked between any two of them.
  /// - Throws: `CancellationError` when it is to stop, before anything is written.
  func finish(_ stop: StopRequest) throws {
    let rendering = RowRendering(links: LinkMemo(model))
    let states = try model.projection.folds.flatMap { fold -> [(EntityKey, StoredState)] in
      guard let merge = fold.kind.mergeLink else { return [] }
      return try model.mergesInForce(merge).compactMap { link in
        try stop.check()
        let entity = EntityKey(fold.kind, link.subject)
        return try rendering.tombstonePosition(entity).map { position in
          (entity, StoredState(position: position, bytes: fold.initial.encoded()))
        }
      }
    }
    guard !states.isEmpty else { return }
    let known = try model.logCheckpoint()
    try model.commit(
      StateBatch(
        states: states, checkpoint: .start, linksThrough: known.position, leaf: known.leaf))
  }
}

extension LinkReader {
  /// Whether a record can make links: false only when its type, which is read without decoding the
  /// record, says that it moves nobody, and it does not name a conversation and a case.
  ///
  /// In canonical JSON `"type":"…","version":1}` is how every record ends.
  /// - Parameter line: the bytes of the record.
  /// - Returns: whether it must be decoded to know its links.
  static func mayMakeLinks(_ line: UnsafeRawBufferPointer) -> Bool {
    var rest = line[...]
    guard rest.popLast() == UInt8(ascii: "}") else { return true }
    while let digit = rest.last, digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") {
      rest.removeLast()
    }
    guard take("\",\"version\":", from: &rest) else { return true }
    guard let quote = rest.lastIndex(of: UInt8(ascii: "\"")) else { return true }
    let type = rest[(quote + 1)...]
    rest = rest[...quote]
    guard take("\"type\":\"", from: &rest) else { return true }
    return Link.isLink(EventType(rawValue: String(decoding: type, as: UTF8.self)))
      || (has(",\"case\":\"", in: line) && has(",\"conversation\":\"", in: line))
  }

  /// Whether a text stands anywhere in some bytes.
  private static func has(_ text: StaticString, in line: UnsafeRawBufferPointer) -> Bool {
    let (length, first) = (text.utf8CodeUnitCount, Int32(text.utf8Start.pointee))
    var rest = line[...]
    while rest.count >= length, let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress,
      let found = memchr(start, first, rest.count - length + 1)
    {
      if memcmp(found, text.utf8Start, length) == 0 { return true }
      rest = rest.dropFirst(UnsafeRawPointer(found) - start + 1)
    }
    return false
  }

  /// Takes a text from the end of some bytes; false when they do not end so.
  private static func take(
    _ text: StaticString, from bytes: inout Slice<UnsafeRawBufferPointer>
  ) -> Bool {
    let text = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    guard bytes.suffix(text.count).elementsEqual(text) else { return false }
    bytes.removeLast(text.count)
    return true
  }
}
