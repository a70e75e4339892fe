internal import EventLog
public import InteractionModel
public import Merkle
public import ProjectionEngine
public import Projections

/// One row of a read model with the proof that the state digest of a replay certificate is over it: what
/// `prove` writes of a row, canonical JSON.
///
///     {"format":"throughline/row-proof@v1","index":5,"path":[…],"projection":"CaseState","row":{…},
///      "rows":9000}
///
/// Whoever checks it hashes `0x00 ‖ canonical JSON of row`, goes up by `path` (base64, from the leaf's
/// sibling) from place `index` of `rows` (RFC 9162 §2.1.3.2), and must come to the digest that the
/// certificate has of the projection.
public struct ProvenRow: Sendable, Hashable {
  /// What it says it is.
  public static let format = NoteFormat(name: "row-proof", version: 1)

  /// The projection whose row it is.
  public let projection: String
  /// The row and the way up.
  public let proof: RowProof

  init(projection: String, proof: RowProof) {
    self.projection = projection
    self.proof = proof
  }

  /// Reads a proof.
  /// - Parameter bytes: what ``json`` gives, canonical or not.
  /// - Throws: ``RowProofError/notAProof`` when they are none.
  public init(_ bytes: [UInt8]) throws(RowProofError) {
    guard let value = try? JSONValue(parsing: bytes), let object = value.object,
      object["format"]?.string == ProvenRow.format.description,
      let projection = object["projection"]?.string, let proof = RowProof(object)
    else { throw .notAProof }
    self.init(projection: projection, proof: proof)
  }

  /// The proof as its file has it.
  public var json: JSONObject {
    get throws {
      var object = try proof.json
      object["format"] = .string(ProvenRow.format.description)
      object["projection"] = .string(projection)
      return object
    }
  }

  /// The row: its table, its key, the entity it is of, the last record that went into it, its values.
  public var row: JSONValue { (try? JSONValue(parsing: proof.row)) ?? .null }
}

/// Why a row is not proven.
public enum RowProofError: Error, Remediable, Hashable {
  /// The file is no proof of a row.
  case notAProof
  /// The certificate is of no replay, but of a search.
  case notOfAReplay
  /// The certificate says nothing of the projection.
  case otherProjections(missing: String)
  /// It is not what the log's key has signed.
  case signature(NoteError)
  /// The proof does not lead from the row to the digest.
  case otherDigest(projection: String)
  /// There is no such table.
  case unknownTable(String)
  /// The projection has no such row at the size of the certificate.
  case noRow(table: String, key: String, size: UInt64)
  /// The certificate does not hold for this log, or cannot be checked here.
  case uncertified(Diagnosis)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .notAProof: Diagnosis("it is no proof of a row")
    case .notOfAReplay:
      Diagnosis("the certificate is of a search", "give the one of a replay")
    case .otherProjections(let missing):
      Diagnosis("the certificate says nothing of \(missing)", "have that replayed and certified")
    case .signature(let error): error.diagnosis
    case .otherDigest(let projection):
      Diagnosis(
        "the proof does not lead from the row to the digest that is certified of \(projection)")
    case .unknownTable(let table):
      Diagnosis(
        "no projection has a table “\(table)”",
        "the tables are \(RowProving.tables.map(\.name).joined(separator: ", "))")
    case .noRow(let table, let key, let size):
      Diagnosis("\(table) has no row “\(key)” as of \(size) records", "check the key")
    case .uncertified(let diagnosis):
      Diagnosis("the certificate proves no row here: \(diagnosis.reason)", diagnosis.remedy)
    }
  }
}

/// What the proof of a row is worth to whoever knows the log's key from elsewhere, without any store.
public struct CheckedRowProof: Sendable {
  /// The proof.
  public let row: ProvenRow
  /// What states the digest.
  public let certificate: ReplayCertificate
  /// Why it is not proven; nil when it is.
  public let fault: RowProofError?

  /// The log, as far as it was folded.
  public var tree: Checkpoint { certificate.tree }

  /// Checks a proof.
  /// - Parameters:
  ///   - row: the proof.
  ///   - certificate: the certificate of a replay.
  ///   - key: the key of the log that was in force when it was signed.
  /// - Throws: ``RowProofError/notOfAReplay`` when the certificate is of something else.
  public init(
    _ row: ProvenRow, by certificate: Certificate, with key: VerifierKey
  ) throws(RowProofError) {
    guard case .replay(let replay) = certificate.statement else { throw .notOfAReplay }
    self.row = row
    self.certificate = replay
    do throws(RowProofError) {
      try CheckedRowProof.check(row, certificate, replay, key)
      fault = nil
    } catch {
      fault = error
    }
  }

  private static func check(
    _ row: ProvenRow, _ certificate: Certificate, _ replay: ReplayCertificate, _ key: VerifierKey
  ) throws(RowProofError) {
    do throws(NoteError) {
      let trusted = try key.ofStatements
      guard trusted.signsStatements(of: replay.tree.origin) else {
        throw .otherOrigin(found: replay.tree.origin, expected: trusted.name)
      }
      _ = try certificate.note.verify(with: [trusted])
    } catch {
      throw .signature(error)
    }
    guard let folded = replay.folded.first(where: { $0.projection == row.projection }) else {
      throw .otherProjections(missing: row.projection)
    }
    do throws(TreeError) {
      try row.proof.verify(digest: folded.digest)
    } catch {
      throw .otherDigest(projection: row.projection)
    }
  }

  /// What was found as answers have it.
  /// - Parameter said: how the face says what to do.
  /// - Returns: what was found.
  public func json(_ said: (Remedy) -> String) -> JSONObject {
    let folded = certificate.folded.first { $0.projection == row.projection }
    return [
      "ok": .bool(fault == nil), "origin": .string(certificate.tree.origin),
      "size": .int(Int64(clamping: certificate.tree.size)),
      "root": .string(certificate.tree.root.base64), "projection": .string(row.projection),
      "codeVersion": folded.map { .int(Int64($0.codeVersion)) } ?? .null, "row": row.row,
      "problem": fault.map { .string(said($0.diagnosis.sentence)) } ?? .null,
    ]
  }
}
