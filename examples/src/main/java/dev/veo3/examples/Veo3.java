package dev.veo3.examples;

/** X. */
public final class Veo3 {
    public static void main(String[] args) {
        System.out.println(String.join("|", args) + System.console());
        System.exit(args.length - 1);
    }
}
