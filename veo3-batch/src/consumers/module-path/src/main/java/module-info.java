/** A stranger's module. */
module consumer {
    requires dev.veo3.batch;
}
