/// Writes the two parts of a ``RecordLine``.
struct RecordLineWriter {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int) {
    bytes.reserveCapacity(capacity)
  }

  /// Up to and with the comma before `"position"`.
  mutating func writeHead(_ event: NewEvent) throws(RecordError) {
    if let actor = event.actor {
      if let id = actor.id {
        write("{\"actor\":{\"id\":\"", id, "\",\"type\":\"")
      } else {
        write("{\"actor\":{\"type\":\"")
      }
      write("", actor.type, "\"},\"body\":")
    } else {
      write("{\"body\":")
    }
    let start = bytes.count
    CanonicalJSON.write(event.body, to: &bytes)
    guard bytes.count - start <= RecordLine.maximumBodyBytes else {
      throw .bodyTooLarge(bytes: bytes.count - start, limit: RecordLine.maximumBodyBytes)
    }
    bytes.append(UInt8(ascii: ","))
    if let text = event.case { write("\"case\":\"", text, "\",") }
    if let id = event.causation { write("\"causation\":\"", id) }
    if let channel = event.channel { write("\"channel\":\"", channel.rawValue, "\",") }
    if let text = event.conversation { write("\"conversation\":\"", text, "\",") }
    if let text = event.correlation { write("\"correlation\":\"", text, "\",") }
    if let text = event.department { write("\"department\":\"", text, "\",") }
    if let direction = event.direction { write("\"direction\":\"", direction.rawValue, "\",") }
    write("\"id\":\"", event.id)
    if let time = event.occurred { write("\"occurred\":\"", time.text, "\",") }
    if let text = event.party { write("\"party\":\"", text, "\",") }
  }

  /// From `"schema"` up to and with the comma before `"version"`.
  mutating func writeTail(_ event: NewEvent, _ sealed: [SealedPart]) {
    write("\"schema\":")
    CanonicalJSON.write(Int64(event.schema), to: &bytes)
    bytes.append(UInt8(ascii: ","))
    if !sealed.isEmpty {
      write("\"sealed\":[")
      var isFirst = true
      for part in sealed {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        part.write(to: &bytes)
      }
      write("],")
    }
    if let text = event.source { write("\"source\":\"", text, "\",") }
    write("\"stream\":\"", event.stream.rawValue, "\",")
    write("\"type\":\"", event.type.rawValue, "\",")
  }

  @inline(__always)
  private mutating func write(_ text: StaticString) {
    CanonicalJSON.write(plain: text, to: &bytes)
  }

  @inline(__always)
  private mutating func write(_ before: StaticString, _ text: String, _ after: StaticString) {
    write(before)
    CanonicalJSON.writeContent(text, to: &bytes)
    write(after)
  }

  @inline(__always)
  private mutating func write(_ before: StaticString, _ id: EventID) {
    write(before)
    id.write(to: &bytes)
    write("\",")
  }
}
