internal import InteractionModel

/// Cuts a stream of JSON into elements without holding more than one of them.
///
/// Understands an array, several values after each other, and an object whose first member is an
/// array of a known name. It looks only at brackets and quotes; each element is then read strictly
/// by itself, so that a bad one does not spoil its neighbours.
struct JSONSegmenter {
  /// What comes next in the stream.
  enum Segment {
    /// An element; its bytes are in ``JSONSegmenter/element``.
    case element(RowPlace, offset: Int)
    /// A place that cannot be read.
    case fault(RowPlace, RowFault)
  }

  private enum State {
    case start
    case values
    case array(isFirst: Bool)
    case trailing
    case done
  }

  /// The bytes of the element that was found last.
  private(set) var element: [UInt8] = []
  private let reader: ChunkReader
  private let wrapper: [UInt8]?
  private let limit: Int
  private var state = State.start
  private var isWrapped = false
  private var line: Int
  /// The index of the next element of the array.
  private var index = 0

  /// - Parameters:
  ///   - reader: the file.
  ///   - wrapper: the name of the member that may hold the array.
  ///   - firstLine: the number of the line at which the reader stands.
  ///   - limit: the largest element.
  init(
    _ reader: ChunkReader, wrapper: String? = nil, firstLine: Int = 1,
    limit: Int = Intake.maximumRowBytes
  ) {
    self.reader = reader
    self.wrapper = wrapper.map { Array("{\"\($0)\":".utf8) }
    self.limit = limit
    line = firstLine
  }

  /// The next element; nil at the end of the stream.
  mutating func next() throws(IntakeError) -> Segment? {
    while true {
      let byte = try skipSpace()
      switch (state, byte) {
      case (.done, _), (.start, nil), (.values, nil), (.trailing, nil):
        state = .done
        return nil
      case (.start, UInt8(ascii: "[")?):
        reader.index += 1
        state = .array(isFirst: true)
      case (.start, _): state = .values
      case (.trailing, UInt8(ascii: "}")?) where isWrapped:
        reader.index += 1
        isWrapped = false
      case (.trailing, UInt8(ascii: ",")?) where isWrapped:
        // Members behind the array of a wrapper (paging, totals) say nothing about elements.
        state = .done
        return nil
      case (.trailing, _):
        state = .done
        return .fault(
          RowPlace(line: line),
          RowFault(
            "something follows the end of the array, at byte \(reader.offset)",
            remedy: "put all elements into one array"))
      case (.array, nil):
        state = .done
        return .fault(
          RowPlace(line: line, element: index),
          RowFault("the array is not closed", remedy: "the file is cut off; export it again"))
      case (.array(let isFirst), _):
        if let segment = try arrayElement(isFirst: isFirst) { return segment }
      case (.values, _):
        if let segment = try value() { return segment }
      }
    }
  }

  private mutating func arrayElement(isFirst: Bool) throws(IntakeError) -> Segment? {
    let (place, offset) = (RowPlace(line: line, element: index), reader.offset)
    let scan = try scan(stopsAtComma: true)
    state = .array(isFirst: false)
    index += 1
    switch scan.end {
    case UInt8(ascii: ",")?: reader.index += 1
    case UInt8(ascii: "]")?:
      reader.index += 1
      state = .trailing
      if element.isEmpty, isFirst { return nil }
    default:
      state = .done
      return .fault(
        place,
        RowFault(
          "the array ends inside an element, at byte \(reader.offset)",
          remedy: "the file is cut off; export it again"))
    }
    if scan.isTooLong { return .fault(place, .tooLong) }
    if element.isEmpty {
      return .fault(
        place,
        RowFault(
          "an empty place in the array, at byte \(offset)", remedy: "remove the extra comma"))
    }
    return .element(place, offset: offset)
  }

  private mutating func value() throws(IntakeError) -> Segment? {
    let (startLine, offset) = (line, reader.offset)
    let scan = try scan(stopsAtComma: false)
    if scan.entersWrapper {
      isWrapped = true
      state = .array(isFirst: true)
      return nil
    }
    if scan.isTooLong { return .fault(RowPlace(line: startLine), .tooLong) }
    return .element(RowPlace(line: startLine), offset: offset)
  }

  private struct Scan {
    var end: UInt8?
    var isTooLong = false
    var entersWrapper = false
  }

  /// Collects one element.
  ///
  /// In an array it ends before a comma or bracket outside of everything;
  /// otherwise behind the bracket that closes it, or at the end of the line when it has none.
  private mutating func scan(stopsAtComma: Bool) throws(IntakeError) -> Scan {
    var result = Scan()
    var scanner = BracketScanner(stopsAtComma: stopsAtComma, findsArrays: wrapper != nil)
    element.removeAll(keepingCapacity: element.count < 1 << 20)
    collecting: while try reader.more() {
      let start = reader.index
      let (place, stop) = reader.bytes.withUnsafeBufferPointer {
        scanner.scan($0, from: start, to: reader.count)
      }
      keep(start..<place, &result)
      reader.index = place
      switch stop {
      case .chunk: continue
      case .innerArray:
        if opensWrapper() {
          reader.index = place + 1
          result.entersWrapper = true
          break collecting
        }
        scanner.passBracket()
      case .over(let end):
        result.end = end
        break collecting
      }
    }
    line += scanner.lines
    while let last = element.last, [0x20, 0x09, 0x0A, 0x0D].contains(last) { element.removeLast() }
    return result
  }

  private mutating func keep(_ range: Range<Int>, _ result: inout Scan) {
    if element.count + range.count > limit {
      result.isTooLong = true
      element.removeAll()
    } else if !result.isTooLong {
      element.append(contentsOf: reader.bytes[range])
    }
  }

  private func opensWrapper() -> Bool {
    guard let wrapper, element.count < 200 else { return false }
    return element.filter { $0 > 0x20 } == wrapper
  }

  private mutating func skipSpace() throws(IntakeError) -> UInt8? {
    while try reader.more() {
      switch reader.bytes[reader.index] {
      case UInt8(ascii: "\n"):
        line += 1
        reader.index += 1
      case 0x20, 0x09, 0x0D: reader.index += 1
      case let byte: return byte
      }
    }
    return nil
  }
}
