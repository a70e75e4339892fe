internal import InteractionModel

/// CloudEvents 1.0 in structured mode: JSON Lines, a JSON array (batch mode) or single objects.
///
/// A bad line or element is rejected by itself; its neighbours are taken. What each attribute
/// means is in ``CloudEventReader``.
public struct CloudEvents: IntakeFormat {
  /// The name on the command line.
  public static let name = "cloudevents"
  /// One line that says what it reads.
  public static let summary = "CloudEvents 1.0, JSON Lines or a JSON array"

  /// The format; it has no options.
  /// - Parameter options: without a mapping.
  /// - Throws: ``IntakeError/mappingUnused(format:)``.
  public init(options: IntakeOptions) throws(IntakeError) {
    if options.mapping != nil { throw .mappingUnused(format: Self.name) }
  }

  /// The format.
  public init() {}

  /// Reads a file of CloudEvents, one item an event.
  public func read(
    _ source: IntakeSource, context: IntakeContext, _ handle: (IntakeItem) throws -> Void
  ) throws {
    let chunks = try ChunkReader(source)
    let reader = CloudEventReader(context: context)
    let rows = Rows(file: source.name, reader: reader)
    let (first, line) = try skipSpace(chunks)
    switch first {
    case nil: return
    case 0xFF?, 0xFE?:
      try rows.reject(
        RowPlace(line: 1),
        RowFault("the file is not UTF-8", remedy: "convert the file from UTF-16 to UTF-8"),
        handle)
    case UInt8(ascii: "[")?: try rows.readElements(JSONSegmenter(chunks, firstLine: line), handle)
    default: try rows.readLines(chunks, firstLine: line, handle)
    }
  }

  /// Passes over white space; answers the byte behind it, which stays, and the line it is on.
  private func skipSpace(_ chunks: ChunkReader) throws(IntakeError) -> (UInt8?, Int) {
    var line = 1
    while try chunks.more() {
      switch chunks.bytes[chunks.index] {
      case UInt8(ascii: "\n"): line += 1
      case 0x20, 0x09, 0x0D: break
      case let byte: return (byte, line)
      }
      chunks.index += 1
    }
    return (nil, line)
  }
}

/// Turns lines or elements of one file into items.
private struct Rows {
  let file: String
  let reader: CloudEventReader
  typealias Handle = (IntakeItem) throws -> Void

  func reject(_ place: RowPlace, _ fault: RowFault, _ handle: Handle) throws {
    try handle(.rejected(fault.rejection(file: file, at: place)))
  }

  func readElements(_ elements: JSONSegmenter, _ handle: Handle) throws {
    var elements = elements
    while let segment = try elements.next() {
      switch segment {
      case .fault(let place, let fault): try reject(place, fault, handle)
      case .element(let place, let offset):
        let result = elements.element.withUnsafeBufferPointer { parse($0, at: offset) }
        try settle(result, place, handle)
      }
    }
  }

  func readLines(_ chunks: ChunkReader, firstLine: Int, _ handle: Handle) throws {
    var lines = LineReader(chunks, firstLine: firstLine)
    var mayBeSpread = true
    while let line = try lines.next() {
      if line.isTooLong {
        try reject(RowPlace(line: line.number), .tooLong, handle)
        continue
      }
      let result = lines.withBytes { isBlank($0) ? nil : parse($0, at: line.offset) }
      guard let result else { continue }
      if mayBeSpread, case .failure(.json(let error, _)) = result, error.kind == .unexpectedEnd {
        // The first line breaks off: one object over several lines, or a line that is cut off.
        // In an object spread out the next line cannot start with a brace.
        var text = lines.withBytes { Array($0) }
        if let next = try nextByte(chunks), next != UInt8(ascii: "{") {
          let end = chunks.offset - line.offset
          text.append(contentsOf: repeatElement(0x20, count: end - 1 - text.count))
          chunks.unread(text + [UInt8(ascii: "\n")])
          return try readElements(JSONSegmenter(chunks, firstLine: line.number), handle)
        }
      }
      mayBeSpread = false
      try settle(result, RowPlace(line: line.number), handle)
    }
  }

  private enum Fault: Error {
    case json(JSONError, offset: Int)
    case row(RowFault)
  }

  private func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, at offset: Int
  ) -> Result<ReadCloudEvent, Fault> {
    var json = JSONReader(bytes, numbers: .decimalStrings)
    let value: JSONValue
    do {
      value = try json.value()
      try json.end()
    } catch {
      return .failure(.json(error, offset: offset))
    }
    guard var object = value.object else {
      return .failure(
        .row(RowFault("not a JSON object", remedy: "write one CloudEvent a line or in an array")))
    }
    if json.hasSpelledNumbers {
      let strings = ["id", "source", "specversion", "subject", "type"]
      for name in BareNumbers.names(among: strings, of: object, bytes) {
        object[name] = .int(0)
      }
    }
    do { return .success(try reader.read(object)) } catch { return .failure(.row(error)) }
  }

  private func settle(
    _ result: Result<ReadCloudEvent, Fault>, _ place: RowPlace, _ handle: Handle
  ) throws {
    switch result {
    case .success(let read): try handle(.row(IntakeRow(place, read)))
    case .failure(.row(let fault)): try reject(place, fault, handle)
    case .failure(.json(let error, let offset)):
      try reject(place, RowFault(error, startingAt: offset), handle)
    }
  }

  private func isBlank(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
  }

  /// The next byte of the file, without consuming it; white space at the start of a line is what
  /// an object spread out has, so it is answered as it is.
  private func nextByte(_ chunks: ChunkReader) throws(IntakeError) -> UInt8? {
    try chunks.more() ? chunks.bytes[chunks.index] : nil
  }
}
