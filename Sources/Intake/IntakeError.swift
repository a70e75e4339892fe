public import InteractionModel

/// What is wrong with a mapping, and where.
public struct MappingProblem: Sendable, Hashable, CustomStringConvertible {
  /// The file that the line is in; nil for the one that the error is about.
  public let file: String?
  /// The line, from 1, where it is known.
  public let line: Int?
  /// What is wrong and what to do.
  public let message: String

  /// A problem.
  public init(file: String? = nil, line: Int?, message: String) {
    self.file = file
    self.line = line
    self.message = message
  }

  /// The place and the message.
  public var description: String {
    let line = line.map { "line \($0): " } ?? ""
    return "\(file.map { "\($0), " } ?? "")\(line)\(message)"
  }
}

/// Why an import cannot go on at all; a single bad row is a ``Rejection`` instead.
public enum IntakeError: Error, Remediable, Hashable {
  /// There is no such format.
  case unknownFormat(name: String, known: [String])
  /// The format needs a mapping and none was given.
  case mappingRequired(format: String)
  /// The format takes no mapping and one was given.
  case mappingUnused(format: String)
  /// The mapping has mistakes.
  case mapping(name: String, problems: [MappingProblem])
  /// A file does not fit the mapping.
  case header(file: String, problems: [MappingProblem])
  /// A row shows that the file and the mapping do not belong together; the rows before it are
  /// certain.
  case undecided(Rejection)
  /// A file cannot be opened or read.
  case unreadable(file: String, cause: String)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .unknownFormat(let name, let known):
      Diagnosis("there is no format “\(name)”", "use one of \(known.joined(separator: ", "))")
    case .mappingRequired(let format):
      Diagnosis("the format \(format) needs a mapping", "give one with \(.giveMapping)")
    case .mappingUnused(let format):
      Diagnosis(
        "the format \(format) takes no mapping", "leave it out, or name the format that it is for")
    case .mapping(let name, let problems):
      Diagnosis("the mapping \(name) has mistakes:\n" + IntakeError.list(problems))
    case .header(let file, let problems):
      Diagnosis("\(file) does not fit the mapping:\n" + IntakeError.list(problems))
    case .undecided(let row):
      Diagnosis("\(row.file):\(row.line): \(row.reason)", "\(row.remedy)")
    case .unreadable(let file, let cause):
      Diagnosis("\(file) cannot be read (\(cause))", "check the path and its permissions")
    }
  }

  private static func list(_ problems: [MappingProblem]) -> String {
    problems.map { "  \($0)" }.joined(separator: "\n")
  }
}
