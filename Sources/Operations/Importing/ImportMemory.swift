internal import Intake
internal import InteractionModel
internal import Vault

/// What a log and its vault know of earlier imports, and what a rehearsal would have added to it.
struct ImportMemory: EarlierEvents, ImportedFiles {
  let log: InteractionLog
  let rehearsal: AppendRehearsal?

  func has(_ id: EventID) throws -> Bool {
    try rehearsal?.has(id) ?? log.has(id)
  }

  func earlier(_ event: NewEvent) throws -> EarlierEvent? {
    if let rehearsal { return try rehearsal.earlier(event) }
    return try log.earlier(event)
  }

  func hasImported(_ file: EventID) throws -> Bool {
    try rehearsal?.hasImported(file) ?? log.vault.hasImported(file)
  }

  func noteImported(_ file: EventID) throws {
    if let rehearsal { return rehearsal.noteImported(file) }
    try log.vault.noteImported(file)
  }
}
