internal import InteractionModel

/// Open311 GeoReport v2 service requests in JSON, with the notes that some cities add.
///
/// Takes an array, `{"service_requests": […]}`, a single request, or one request a line. A request
/// is a case under its own `service_request_id`; see ``Open311Request`` for what becomes of it.
/// Downloading and importing the same requests later adds what is new; see ``RowNews``.
public struct Open311: IntakeFormat {
  /// The name on the command line.
  public static let name = "open311"
  /// One line that says what it reads.
  public static let summary = "Open311 GeoReport v2 service requests, JSON"

  /// The format; it has no options.
  /// - Parameter options: without a mapping.
  /// - Throws: ``IntakeError/mappingUnused(format:)``.
  public init(options: IntakeOptions) throws(IntakeError) {
    if options.mapping != nil { throw .mappingUnused(format: Self.name) }
  }

  /// The format.
  public init() {}

  /// The server that the requests are from.
  public func exporter(in context: IntakeContext) -> String? { Open311Request.source(in: context) }

  /// Reads a file of service requests, one item a request.
  public func read(
    _ source: IntakeSource, context: IntakeContext, _ handle: (IntakeItem) throws -> Void
  ) throws {
    let chunks = try ChunkReader(source, text: .utf8, isJSON: true)
    guard try chunks.peek(64).first(where: { $0 > 0x20 }) != UInt8(ascii: "<") else {
      let fault = RowFault(
        "the file is XML, which is not read here",
        remedy: """
          get the same requests as JSON: GeoReport v2 servers give it at the same address with .json \
          in place of .xml, such as …/requests.json?start_date=…
          """)
      return try handle(.rejected(fault.rejection(file: source.name, at: RowPlace(line: 1))))
    }
    var elements = JSONSegmenter(chunks, wrapper: "service_requests")
    while let segment = try elements.next() {
      switch segment {
      case .fault(let place, let fault):
        try handle(.rejected(fault.rejection(file: source.name, at: place)))
      case .element(let place, let offset):
        for (place, item) in items(elements.element, at: offset, place, context) {
          switch item {
          case .success(let row): try handle(.said(place, row))
          case .failure(let fault):
            try handle(.rejected(fault.rejection(file: source.name, at: place)))
          }
        }
      }
    }
  }

  private func items(
    _ bytes: [UInt8], at offset: Int, _ place: RowPlace, _ context: IntakeContext
  ) -> [(RowPlace, Result<SaidRow, RowFault>)] {
    let value: JSONValue
    do {
      value = try JSONValue(parsingForeign: bytes)
    } catch {
      return [(place, .failure(RowFault(error, startingAt: offset)))]
    }
    // A wrapper whose array does not come first is read as one value.
    if let requests = value["service_requests"]?.array {
      return requests.enumerated().map { index, request in
        (RowPlace(line: place.line, element: index), row(request, context))
      }
    }
    return [(place, row(value, context))]
  }

  private func row(
    _ value: JSONValue, _ context: IntakeContext
  ) -> Result<SaidRow, RowFault> {
    guard let object = value.object else {
      return .failure(
        RowFault(
          "not a service request",
          remedy: "write an array of objects, or {\"service_requests\": […]}"))
    }
    do {
      var request = try Open311Request(object, context: context)
      return .success(try request.row())
    } catch {
      return .failure(error)
    }
  }
}
