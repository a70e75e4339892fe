/// Every format there is.
public enum IntakeCatalogue {
  /// The formats, in the order in which they are shown; one line registers one.
  public static let all: [any IntakeFormat.Type] = [
    CloudEvents.self,
    CSVRows.self,
    Open311.self,
  ]

  /// The names of the formats.
  public static var names: [String] { all.map { $0.name } }

  /// The format of a name.
  /// - Parameters:
  ///   - name: as on the command line.
  ///   - options: what it may need beside the file.
  /// - Returns: the format, ready to read.
  /// - Throws: ``IntakeError`` when there is no such format, or its options do not do.
  public static func format(
    named name: String, options: IntakeOptions = IntakeOptions()
  ) throws(IntakeError) -> any IntakeFormat {
    guard let type = all.first(where: { $0.name == name }) else {
      throw .unknownFormat(name: name, known: names)
    }
    return try type.init(options: options)
  }
}
