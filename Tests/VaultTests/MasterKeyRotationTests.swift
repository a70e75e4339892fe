import EventLog
import Foundation
import InteractionModel
import Testing

@testable import Vault

@Suite struct MasterKeyRotationTests {
  let directory: TemporaryDirectory
  let file: MasterKeyFile
  let old: MasterKey
  let rows = MemoryVaultStore()
  let vault: Vault
  let key: String

  init() throws {
    directory = try TemporaryDirectory()
    file = MasterKeyFile(path: directory.path + "/master.key")
    old = try file.create()
    vault = try Vault.create(rows, master: old)
    key = try vault.dataKeys(for: [alice])[0].id
  }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// Opens the vault as a new process would.
  private func reopened() throws -> Vault {
    let vault = try Vault.open(rows, master: try file.read(for: rows))
    #expect(try vault.dataKeys(for: [alice])[0].id == key)
    return vault
  }

  @Test("A rotation leaves one file with the new key")
  func rotate() throws {
    let new = try file.rotate(vault)
    #expect(new.fingerprint != old.fingerprint)
    #expect(try file.read().fingerprint == new.fingerprint)
    #expect(!exists(file.nextPath))
    #expect(try reopened().masterFingerprint == new.fingerprint)
    try file.rotate(try reopened())
    #expect(try reopened().masterFingerprint != new.fingerprint)
  }

  @Test("Interrupted before the vault was rewrapped, the old key is in force")
  func beforeRewrap() throws {
    let next = try file.prepareNext()
    #expect(try reopened().masterFingerprint == old.fingerprint)
    // It is not thrown away: another process may be about to use it. The next rotation takes it.
    #expect(exists(file.nextPath))
    #expect(try file.rotate(try reopened()).fingerprint == next.fingerprint)
    #expect(!exists(file.nextPath))
  }

  @Test("Interrupted while the next key was written, the half file is replaced")
  func halfWritten() throws {
    _ = try directory.write("master.key.new", Array("0123".utf8))
    #expect(try reopened().masterFingerprint == old.fingerprint)
    let new = try file.rotate(try reopened())
    #expect(try reopened().masterFingerprint == new.fingerprint)
  }

  @Test("Interrupted after the vault was rewrapped, opening finishes the rename")
  func afterRewrap() throws {
    let next = try file.prepareNext()
    try vault.rotateMaster(to: next)
    #expect(try file.read().fingerprint == old.fingerprint)
    #expect(try reopened().masterFingerprint == next.fingerprint)
    #expect(try file.read().fingerprint == next.fingerprint)
    #expect(!exists(file.nextPath))
    // The process that was overtaken finds its work done.
    try file.finish(next)
  }

  @Test("A rotation that the store refuses leaves the old key in force")
  func refused() throws {
    let stale = try Vault.open(rows, master: old)
    let elsewhere = MasterKey.random()
    try vault.rotateMaster(to: elsewhere)
    #expect(throws: VaultError.self) { try file.rotate(stale) }
    #expect(try file.read().fingerprint == old.fingerprint)
    #expect(try rows.masterFingerprint() == elsewhere.fingerprint)
  }

  @Test("With neither key in force, the error names both fingerprints")
  func wrongFile() throws {
    let elsewhere = MasterKey.random()
    try vault.rotateMaster(to: elsewhere)
    let error = vaultError { () throws(VaultError) in try file.read(for: rows) }
    guard case .wrongMasterKey(let given, let inForce)? = error else {
      Issue.record("answered a key that is not in force")
      return
    }
    #expect(given == old.fingerprint && inForce == elsewhere.fingerprint)
  }

  @Test("Two rotations at once: the second is told to wait")
  func locked() throws {
    try KeyFileSystem.whileLocked(file.path) { () throws(VaultError) in
      let error = vaultError { () throws(VaultError) in try file.rotate(vault) }
      guard case .rotationRunning? = error else {
        Issue.record("rotated twice at once")
        return
      }
    }
    try file.rotate(vault)
  }

  @Test("Before there is a vault, any readable key will do")
  func noVault() throws {
    #expect(try file.read(for: MemoryVaultStore()).fingerprint == old.fingerprint)
  }
}
