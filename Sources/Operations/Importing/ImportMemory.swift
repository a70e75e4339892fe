internal import Intake
internal import InteractionModel
internal import Vault

/// What a log and its vault know of earlier imports, and what a rehearsal would have added to it.
struct ImportMemory: EarlierEvents, EarlierImports {
  let log: InteractionLog
  let rehearsal: AppendRehearsal?

  func has(_ id: EventID) throws -> Bool {
    try rehearsal?.has(id) ?? log.has(id)
  }

  func type(of id: EventID) throws -> EventType? {
    if let rehearsal { return try rehearsal.type(of: id) }
    return try log.type(of: id)
  }

  func earlier(_ event: NewEvent) throws -> EarlierEvent? {
    if let rehearsal { return try rehearsal.earlier(event) }
    return try log.earlier(event)
  }

  func has(_ stream: StreamID) throws -> Bool {
    try rehearsal?.has(stream) ?? log.has(stream)
  }

  /// What would be appended was read in the same import.
  func has(_ entity: EntityKey) throws -> Bool { try log.has(entity) }

  /// What would be appended was read in the same import.
  func ownNames(of entity: EntityKey?) throws -> Set<OwnName> { try log.ownNames(of: entity) }

  func importedFiles(from source: EventID, limit: Int) throws -> [ImportedFile] {
    try rehearsal?.importedFiles(from: source, limit: limit)
      ?? log.vault.importedFiles(from: source, limit: limit)
  }

  func hasImported(_ file: EventID, from source: EventID) throws -> Bool {
    try rehearsal?.hasImported(file, from: source) ?? log.vault.hasImported(file, from: source)
  }

  func noteBegun(_ file: EventID, from source: EventID) throws {
    if let rehearsal { return rehearsal.noteBegun(file, from: source) }
    try log.vault.noteBegun(file, from: source)
  }

  func noteComplete(_ file: EventID, from source: EventID) throws {
    if rehearsal == nil { try log.vault.noteComplete(file, from: source) }
  }

  func importedVersion(ofRow row: EventID) throws -> Int64? {
    if let rehearsal { return try rehearsal.importedVersion(ofRow: row) }
    return try log.vault.importedVersion(ofRow: row)
  }

  func note(versions: [EventID: Int64]) throws {
    if let rehearsal { return rehearsal.note(versions: versions) }
    try log.vault.note(versions: versions)
  }
}
