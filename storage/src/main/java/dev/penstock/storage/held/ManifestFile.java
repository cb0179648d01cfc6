package dev.penstock.storage.held;

import dev.penstock.engine.diff.HeldSummary;
import dev.penstock.engine.diff.StateRef;
import dev.penstock.storage.disk.Corruption;
import dev.penstock.storage.disk.Disk;
import dev.penstock.storage.disk.Packer;
import dev.penstock.storage.disk.SealedPart;
import dev.penstock.storage.disk.Unpacker;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes manifests; {@code docs/formats.md} has the layout. Immutable. */
public final class ManifestFile {
  private static final String NAME = "PSKM";
  private static final int VERSION = 1;

  private final Disk disk;

  public ManifestFile(Disk disk) {
    this.disk = disk;
  }

  /**
   * The manifest of the generation that the ledger says is valid.
   *
   * @throws dev.penstock.engine.error.PenstockException STATE_CORRUPT when it is missing, damaged
   *     or another ledger's; held state that cannot be read is never taken for none
   */
  public Manifest read(StateRef state) {
    if (state.generation() == 0) {
      return Manifest.empty(state);
    }
    String path = HeldFiles.of(state).manifest(state.generation());
    try (Disk.Reader file =
        disk.open(path)
            .orElseThrow(
                () ->
                    Corruption.in(
                        path,
                        "it is missing, though the ledger says that generation "
                            + state.generation()
                            + " is valid"))) {
      Unpacker fields = SealedPart.open(path, file, 0, file.size(), NAME, VERSION);
      if (SealedPart.HEAD + fields.size() != file.size()) {
        throw Corruption.in(path, "it is longer than it should be");
      }
      Manifest manifest = unpack(path, fields);
      check(path, manifest, state);
      return manifest;
    }
  }

  private static void check(String path, Manifest manifest, StateRef state) {
    if (!manifest.ledger().equals(state.ledger())) {
      throw Corruption.in(path, "it belongs to another ledger");
    }
    if (!manifest.state().equals(state.id()) || manifest.generation() != state.generation()) {
      throw Corruption.in(path, "it belongs to another state or generation");
    }
    if (manifest.bits() < 0
        || manifest.bits() > Manifest.BITS_MAX
        || manifest.partitions().size() != 1 << manifest.bits()) {
      throw Corruption.in(path, "its partitions are not complete");
    }
  }

  private static Manifest unpack(String path, Unpacker fields) {
    String ledger = fields.text();
    String state = fields.text();
    long generation = fields.number();
    int bits = fields.small();
    int count = fields.count();
    List<PartitionMark> partitions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      partitions.add(unpackMark(fields));
    }
    long lastRead = fields.number();
    int live = fields.count();
    List<MappingVersion> versions = new ArrayList<>(live);
    for (int i = 0; i < live; i++) {
      int slot = fields.small();
      if (slot < 0 || slot >= HeldSummary.VERSIONS_MAX) {
        throw Corruption.in(path, "a mapping version has a slot that does not exist");
      }
      versions.add(new MappingVersion(slot, fields.number(), fields.text(), fields.texts()));
    }
    List<String> keyTags = fields.texts();
    fields.end();
    return new Manifest(ledger, state, generation, bits, partitions, lastRead, versions, keyTags);
  }

  private static PartitionMark unpackMark(Unpacker fields) {
    long generation = fields.number();
    if (generation == 0) {
      return PartitionMark.EMPTY;
    }
    long entries = fields.number();
    long held = fields.number();
    List<Long> bySlot = new ArrayList<>(HeldSummary.VERSIONS_MAX);
    for (int slot = 0; slot < HeldSummary.VERSIONS_MAX; slot++) {
      bySlot.add(fields.number());
    }
    return new PartitionMark(generation, entries, held, bySlot);
  }

  /** Leaves a manifest on disk, durably; everything that it names must be durable before. */
  public void write(Manifest manifest) {
    Packer fields =
        new Packer()
            .text(manifest.ledger())
            .text(manifest.state())
            .number(manifest.generation())
            .small(manifest.bits())
            .small(manifest.partitions().size());
    for (PartitionMark mark : manifest.partitions()) {
      fields.number(mark.generation());
      if (mark.generation() != 0) {
        fields.number(mark.entries()).number(mark.held());
        mark.bySlot().forEach(fields::number);
      }
    }
    fields.number(manifest.lastRead()).small(manifest.versions().size());
    for (MappingVersion live : manifest.versions()) {
      fields
          .small(live.slot())
          .number(live.version())
          .text(live.definition())
          .texts(live.columns());
    }
    fields.texts(manifest.keyTags());
    byte[] sealed = SealedPart.seal(NAME, VERSION, fields);
    HeldFiles files = new HeldFiles(manifest.state());
    String path = files.manifest(manifest.generation());
    String unfinished = path + ".new";
    try (Disk.Appender file = disk.create(unfinished)) {
      file.append(sealed, 0, sealed.length);
      file.force();
    }
    disk.rename(unfinished, path);
    disk.forceFolder(files.folder());
  }
}
